import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calendars that are read with a secret instead of a log-in. */
export class CreateCalendarFeed1764000027000 implements MigrationInterface {
  name = 'CreateCalendarFeed1764000027000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_feed (
        id uuid CONSTRAINT calendar_feed_pkey PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT calendar_feed_owner_fkey REFERENCES app_user (id),
        about text NOT NULL CONSTRAINT calendar_feed_about_check CHECK (about ~ '^[a-z_]{1,30}$'),
        subject_id uuid NOT NULL,
        token_sha256 bytea NOT NULL CONSTRAINT calendar_feed_token_check CHECK (octet_length(token_sha256) = 32),
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT calendar_feed_token_key UNIQUE (token_sha256)
      )`);
    await runner.query(`CREATE INDEX calendar_feed_owner_idx ON calendar_feed (owner_id, id DESC)`);
    await runner.query(`COMMENT ON COLUMN calendar_feed.owner_id IS 'whose rights it is read with'`);
    await runner.query(
      `COMMENT ON COLUMN calendar_feed.about IS 'what kind of thing the calendar is about; a feature knows it'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE calendar_feed`);
  }
}
