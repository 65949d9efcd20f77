import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told inside the console: one row a person. */
export class CreateNotice1764000019000 implements MigrationInterface {
  name = 'CreateNotice1764000019000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notice (
        id uuid CONSTRAINT notice_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT notice_user_fkey REFERENCES app_user (id),
        code text NOT NULL CONSTRAINT notice_code_check CHECK (code ~ '^[A-Z][A-Z0-9_]{2,59}$'),
        params jsonb NOT NULL,
        subject_kind text NOT NULL CONSTRAINT notice_subject_kind_check CHECK (length(subject_kind) BETWEEN 1 AND 50),
        subject_id text NOT NULL CONSTRAINT notice_subject_id_check CHECK (length(subject_id) BETWEEN 1 AND 100),
        occasion text NOT NULL CONSTRAINT notice_occasion_check CHECK (length(occasion) BETWEEN 1 AND 200),
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT notice_occasion_key UNIQUE (user_id, code, occasion)
      )`);
    await runner.query(`CREATE INDEX notice_user_idx ON notice (user_id, id DESC)`);
    await runner.query(
      `COMMENT ON COLUMN notice.occasion IS 'what it is about, such as a booking and its due time: told twice it is one notice'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notice`);
  }
}
