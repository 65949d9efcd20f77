import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far a flight task of a dock is, by its own reports. */
export class CreateDeviceTask1764000041010 implements MigrationInterface {
  name = 'CreateDeviceTask1764000041010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_task (
  gateway_id uuid NOT NULL CONSTRAINT device_task_gateway_fkey REFERENCES device (id),
  flight_id text NOT NULL,
  service_call_id uuid CONSTRAINT device_task_service_call_fkey REFERENCES device_service_call (id),
  status text,
  result_code integer,
  percent double precision,
  step integer,
  waypoint integer,
  media_count integer,
  break_reason integer,
  track_id text,
  reported_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT device_task_pkey PRIMARY KEY (gateway_id, flight_id)
);
CREATE INDEX device_task_service_call_idx ON device_task (service_call_id);
COMMENT ON TABLE device_task IS 'the newest report of each flight task; never moved back';
COMMENT ON COLUMN device_task.service_call_id IS 'the call that began it; empty: it was not begun by us';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_task`);
  }
}
