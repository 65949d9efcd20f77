import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks of docks, each of one cleared flight, and what docks tell of tasks beside how far they are. */
export class CreateDockTask1764000054010 implements MigrationInterface {
  name = 'CreateDockTask1764000054010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE dock_task (
  id uuid NOT NULL CONSTRAINT dock_task_pkey PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT dock_task_flight_fkey REFERENCES flight (id),
  gateway_id uuid NOT NULL CONSTRAINT dock_task_gateway_fkey REFERENCES device (id),
  device_id uuid NOT NULL CONSTRAINT dock_task_device_fkey REFERENCES device (id),
  wayline_id uuid NOT NULL CONSTRAINT dock_task_wayline_fkey REFERENCES flight_wayline (id),
  md5 text NOT NULL CONSTRAINT dock_task_md5_check CHECK (md5 ~ '^[0-9a-f]{32}$'),
  begins_at timestamptz NOT NULL,
  latest_at timestamptz,
  return_metres double precision NOT NULL,
  state text NOT NULL CONSTRAINT dock_task_state_check
    CHECK (state IN ('asked', 'prepared', 'executing', 'refused', 'withdrawn', 'replaced', 'over')),
  unit_id uuid NOT NULL CONSTRAINT dock_task_unit_fkey REFERENCES unit (id),
  holder_id uuid CONSTRAINT dock_task_holder_fkey REFERENCES app_user (id),
  case_id uuid CONSTRAINT dock_task_case_fkey REFERENCES case_file (id),
  asked_by uuid NOT NULL CONSTRAINT dock_task_asked_by_fkey REFERENCES app_user (id),
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  begun_at timestamptz,
  ended_at timestamptz,
  watermark_call_id uuid CONSTRAINT dock_task_watermark_fkey REFERENCES device_service_call (id),
  CONSTRAINT dock_task_ended_check CHECK ((ended_at IS NULL) = (state IN ('asked', 'prepared', 'executing')))
);
CREATE UNIQUE INDEX dock_task_open_key ON dock_task (flight_id) WHERE ended_at IS NULL;
CREATE INDEX dock_task_gateway_idx ON dock_task (gateway_id, id);
CREATE INDEX dock_task_device_idx ON dock_task (device_id, id);
COMMENT ON TABLE dock_task IS 'a flight that a dock was asked to fly; its id is what the dock knows as the id of the flight';
COMMENT ON COLUMN dock_task.device_id IS 'the aircraft that the flight is planned with';
COMMENT ON COLUMN dock_task.md5 IS 'of the file that the flight was cleared with for this task';
COMMENT ON COLUMN dock_task.watermark_call_id IS 'the call that burns the number of the case into its pictures';
ALTER TABLE device_task ADD COLUMN mission_state integer;
CREATE TABLE device_task_news (
  gateway_id uuid NOT NULL CONSTRAINT device_task_news_gateway_fkey REFERENCES device (id),
  kind text NOT NULL CONSTRAINT device_task_news_kind_check CHECK (kind IN ('ready', 'return_home', 'exit_homing')),
  flight_id text NOT NULL,
  data jsonb NOT NULL,
  reported_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT device_task_news_pkey PRIMARY KEY (gateway_id, kind, flight_id)
);
COMMENT ON TABLE device_task_news IS 'the newest of each kind that a gateway told of a task; never moved back';
COMMENT ON COLUMN device_task_news.flight_id IS 'as the gateway names it; empty where it names none';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE device_task_news; ALTER TABLE device_task DROP COLUMN mission_state; DROP TABLE dock_task`,
    );
  }
}
