import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Waylines brought in for flights, each version with what was read from it. */
export class CreateFlightWayline1764000029030 implements MigrationInterface {
  name = 'CreateFlightWayline1764000029030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE flight_wayline (
  id uuid CONSTRAINT flight_wayline_pkey PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT flight_wayline_flight_fkey REFERENCES flight (id),
  version integer NOT NULL CONSTRAINT flight_wayline_version_check CHECK (version > 0),
  sha256 text NOT NULL CONSTRAINT flight_wayline_blob_fkey REFERENCES blob (sha256),
  template_sha256 text CONSTRAINT flight_wayline_template_fkey REFERENCES blob (sha256),
  file_name text NOT NULL CONSTRAINT flight_wayline_file_name_check CHECK (length(file_name) BETWEEN 1 AND 200),
  template_type text,
  wayline jsonb NOT NULL,
  poses jsonb NOT NULL,
  findings jsonb NOT NULL,
  waypoint_count integer NOT NULL CONSTRAINT flight_wayline_waypoint_count_check CHECK (waypoint_count > 0),
  length_metres double precision NOT NULL CONSTRAINT flight_wayline_length_check CHECK (length_metres >= 0),
  moving_seconds double precision NOT NULL CONSTRAINT flight_wayline_moving_check CHECK (moving_seconds >= 0),
  hover_seconds double precision NOT NULL CONSTRAINT flight_wayline_hover_check CHECK (hover_seconds >= 0),
  stated_metres double precision,
  stated_seconds double precision,
  imported_by uuid NOT NULL CONSTRAINT flight_wayline_imported_by_fkey REFERENCES app_user (id),
  imported_by_name text NOT NULL,
  imported_at timestamptz NOT NULL,
  CONSTRAINT flight_wayline_version_key UNIQUE (flight_id, version)
);
CREATE INDEX flight_wayline_blob_idx ON flight_wayline (sha256);
CREATE TRIGGER flight_wayline_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON flight_wayline
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE flight_wayline IS 'the highest version is the one in force';
COMMENT ON COLUMN flight_wayline.sha256 IS 'the bytes as they came: KMZ, or waylines.wpml with its template beside it';
COMMENT ON COLUMN flight_wayline.wayline IS 'what was read, without who drew it';
COMMENT ON COLUMN flight_wayline.poses IS 'how the cameras look at every point where they do something';
COMMENT ON COLUMN flight_wayline.stated_metres IS 'as the file says; empty where it says nothing';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE flight_wayline`);
  }
}
