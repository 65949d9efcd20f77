import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What devices warn of about themselves (HMS). */
export class CreateDeviceHealth1764000041000 implements MigrationInterface {
  name = 'CreateDeviceHealth1764000041000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_health_report (
  gateway_id uuid CONSTRAINT device_health_report_pkey PRIMARY KEY
    CONSTRAINT device_health_report_gateway_fkey REFERENCES device (id),
  reported_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE TABLE device_health_message (
  id uuid CONSTRAINT device_health_message_pkey PRIMARY KEY,
  gateway_id uuid NOT NULL CONSTRAINT device_health_message_gateway_fkey REFERENCES device (id),
  device_id uuid NOT NULL CONSTRAINT device_health_message_device_fkey REFERENCES device (id),
  identity text NOT NULL,
  code text NOT NULL,
  level integer,
  module integer,
  is_in_the_sky boolean NOT NULL,
  is_imminent boolean NOT NULL,
  device_type text,
  args jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  last_reported_at timestamptz NOT NULL,
  cleared_at timestamptz
);
CREATE UNIQUE INDEX device_health_message_open_key ON device_health_message (gateway_id, identity)
  WHERE cleared_at IS NULL;
CREATE INDEX device_health_message_device_idx ON device_health_message (device_id, id);
CREATE INDEX device_health_message_gateway_idx ON device_health_message (gateway_id, id);
COMMENT ON TABLE device_health_report IS 'the newest list of warnings of each gateway, which is always a whole one';
COMMENT ON TABLE device_health_message IS 'warnings of devices, from the list that first held them to the one that no longer did';
COMMENT ON COLUMN device_health_message.device_id IS 'what it is about: the gateway itself or the aircraft behind it';
COMMENT ON COLUMN device_health_message.identity IS 'what makes it the same warning in the next list';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_health_message; DROP TABLE device_health_report`);
  }
}
