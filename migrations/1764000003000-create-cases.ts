import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The case file and its members. */
export class CreateCases1764000003000 implements MigrationInterface {
  name = 'CreateCases1764000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE case_file (
        id uuid PRIMARY KEY,
        number text NOT NULL,
        title text NOT NULL,
        domain text NOT NULL,
        unit_id uuid NOT NULL,
        stage text NOT NULL,
        lon double precision,
        lat double precision,
        opened_at timestamptz NOT NULL,
        opened_by uuid NOT NULL,
        CONSTRAINT case_file_number_key UNIQUE (number),
        CONSTRAINT case_file_unit_id_fk FOREIGN KEY (unit_id) REFERENCES unit (id),
        CONSTRAINT case_file_opened_by_fk FOREIGN KEY (opened_by) REFERENCES app_user (id),
        CONSTRAINT case_file_stage_check CHECK (stage IN ('clue', 'filed', 'investigating', 'recommendation', 'litigation', 'follow_up', 'closed')),
        CONSTRAINT case_file_place_check CHECK ((lon IS NULL) = (lat IS NULL))
      )`);
    await runner.query(`CREATE INDEX case_file_unit_id_idx ON case_file (unit_id, opened_at)`);

    await runner.query(`
      CREATE TABLE case_member (
        case_id uuid NOT NULL,
        user_id uuid NOT NULL,
        added_at timestamptz NOT NULL,
        added_by uuid NOT NULL,
        CONSTRAINT case_member_pkey PRIMARY KEY (case_id, user_id),
        CONSTRAINT case_member_case_id_fk FOREIGN KEY (case_id) REFERENCES case_file (id),
        CONSTRAINT case_member_user_id_fk FOREIGN KEY (user_id) REFERENCES app_user (id),
        CONSTRAINT case_member_added_by_fk FOREIGN KEY (added_by) REFERENCES app_user (id)
      )`);
    await runner.query(`CREATE INDEX case_member_user_id_idx ON case_member (user_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE case_member, case_file`);
  }
}
