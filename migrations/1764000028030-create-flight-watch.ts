import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the frames of each aircraft have been read for flights and batteries, and the flight it is on. */
export class CreateFlightWatch1764000028030 implements MigrationInterface {
  name = 'CreateFlightWatch1764000028030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE flight_watch (
  device_id uuid CONSTRAINT flight_watch_pkey PRIMARY KEY
    CONSTRAINT flight_watch_device_fkey REFERENCES device (id),
  looked_at timestamptz NOT NULL,
  read_to timestamptz NOT NULL,
  airborne_from timestamptz,
  airborne_at timestamptz,
  airborne_received_at timestamptz,
  CONSTRAINT flight_watch_airborne_check CHECK
    (num_nulls(airborne_from, airborne_at, airborne_received_at) IN (0, 3) AND airborne_at >= airborne_from)
);
COMMENT ON COLUMN flight_watch.looked_at IS 'by our clock';
COMMENT ON COLUMN flight_watch.read_to IS 'by the clock of the device: the newest frame that was read';
COMMENT ON COLUMN flight_watch.airborne_at IS 'its newest frame in the air; empty while it stands on the ground';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE flight_watch`);
  }
}
