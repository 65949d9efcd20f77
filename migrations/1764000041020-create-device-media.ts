import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that devices say they have uploaded. They are not evidence before they are brought in. */
export class CreateDeviceMedia1764000041020 implements MigrationInterface {
  name = 'CreateDeviceMedia1764000041020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_media (
  id uuid CONSTRAINT device_media_pkey PRIMARY KEY,
  gateway_id uuid NOT NULL CONSTRAINT device_media_gateway_fkey REFERENCES device (id),
  aircraft_id uuid CONSTRAINT device_media_aircraft_fkey REFERENCES device (id),
  unit_id uuid NOT NULL CONSTRAINT device_media_unit_fkey REFERENCES unit (id),
  holder_id uuid CONSTRAINT device_media_holder_fkey REFERENCES app_user (id),
  case_id uuid CONSTRAINT device_media_case_fkey REFERENCES case_file (id),
  object_key text NOT NULL,
  name text,
  path text,
  fingerprint text,
  flight_id text,
  drone_model_key text,
  payload_model_key text,
  is_original boolean,
  lon double precision,
  lat double precision,
  absolute_altitude_metres double precision,
  relative_altitude_metres double precision,
  gimbal_yaw_degrees double precision,
  taken_text text,
  uploaded_count integer,
  expected_count integer,
  announced_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  raw_sha256 bytea NOT NULL,
  CONSTRAINT device_media_object_key UNIQUE (gateway_id, object_key)
);
CREATE INDEX device_media_gateway_idx ON device_media (gateway_id, id);
CREATE INDEX device_media_aircraft_idx ON device_media (aircraft_id, id);
CREATE INDEX device_media_case_idx ON device_media (case_id);
COMMENT ON TABLE device_media IS 'files that devices announced as uploaded; not evidence before they are brought in';
COMMENT ON COLUMN device_media.aircraft_id IS 'the one paired with the gateway when it was announced; the message names none';
COMMENT ON COLUMN device_media.unit_id IS 'whose the device was to use when it was announced';
COMMENT ON COLUMN device_media.taken_text IS 'the camera''s own time, which says no zone';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_media`);
  }
}
