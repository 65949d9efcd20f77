import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Waylines of a unit that belong to no flight, and which waylines somebody likes to find again. */
export class CreateUnitWayline1764000054000 implements MigrationInterface {
  name = 'CreateUnitWayline1764000054000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE unit_wayline (
  id uuid NOT NULL CONSTRAINT unit_wayline_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT unit_wayline_unit_fkey REFERENCES unit (id),
  name text NOT NULL CONSTRAINT unit_wayline_name_check CHECK (length(name) BETWEEN 1 AND 200),
  sha256 text NOT NULL CONSTRAINT unit_wayline_blob_fkey REFERENCES blob (sha256),
  template_type text,
  wayline jsonb NOT NULL,
  findings jsonb NOT NULL,
  waypoint_count integer NOT NULL CONSTRAINT unit_wayline_waypoint_count_check CHECK (waypoint_count > 0),
  length_metres double precision NOT NULL CONSTRAINT unit_wayline_length_check CHECK (length_metres >= 0),
  added_by uuid NOT NULL CONSTRAINT unit_wayline_added_by_fkey REFERENCES app_user (id),
  added_by_name text NOT NULL,
  added_at timestamptz NOT NULL,
  CONSTRAINT unit_wayline_name_key UNIQUE (unit_id, name)
);
COMMENT ON TABLE unit_wayline IS 'waylines of a unit that belong to no flight; what somebody brought in with a controller';
COMMENT ON COLUMN unit_wayline.sha256 IS 'of the bytes as they came, which no interface gives out';
CREATE TABLE wayline_favourite (
  user_id uuid NOT NULL CONSTRAINT wayline_favourite_user_fkey REFERENCES app_user (id),
  subject_id uuid NOT NULL,
  since timestamptz NOT NULL,
  CONSTRAINT wayline_favourite_pkey PRIMARY KEY (user_id, subject_id)
);
COMMENT ON COLUMN wayline_favourite.subject_id IS 'a wayline of a unit, or a flight, whatever version of its wayline is in force';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE wayline_favourite; DROP TABLE unit_wayline`);
  }
}
