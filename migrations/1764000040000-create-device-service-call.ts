import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What devices were asked to do over the air: kept before it is sent, and what came of it. */
export class CreateDeviceServiceCall1764000040000 implements MigrationInterface {
  name = 'CreateDeviceServiceCall1764000040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_service_call (
  id uuid CONSTRAINT device_service_call_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_service_call_device_fkey REFERENCES device (id),
  gateway_id uuid NOT NULL CONSTRAINT device_service_call_gateway_fkey REFERENCES device (id),
  gateway_serial text NOT NULL,
  aircraft_id uuid CONSTRAINT device_service_call_aircraft_fkey REFERENCES device (id),
  unit_id uuid NOT NULL CONSTRAINT device_service_call_unit_fkey REFERENCES unit (id),
  holder_id uuid CONSTRAINT device_service_call_holder_fkey REFERENCES app_user (id),
  case_id uuid CONSTRAINT device_service_call_case_fkey REFERENCES case_file (id),
  method text NOT NULL CONSTRAINT device_service_call_method_check CHECK (method IN ('live_start_push', 'live_stop_push',
    'live_set_quality', 'camera_photo_take', 'camera_mode_switch', 'return_home', 'return_home_cancel',
    'flighttask_prepare', 'flighttask_execute', 'flighttask_pause', 'flighttask_recovery', 'flighttask_undo',
    'property_set')),
  repeating text NOT NULL CONSTRAINT device_service_call_repeating_check
    CHECK (repeating IN ('any_time', 'same_tid', 'never')),
  target text NOT NULL,
  tid uuid NOT NULL CONSTRAINT device_service_call_tid_key UNIQUE,
  bid text NOT NULL,
  data jsonb NOT NULL,
  data_sealed bytea NOT NULL,
  state text NOT NULL CONSTRAINT device_service_call_state_check
    CHECK (state IN ('sent', 'answered', 'failed', 'timed_out', 'unknown')),
  attempts integer NOT NULL CONSTRAINT device_service_call_attempts_check CHECK (attempts >= 1),
  asked_by uuid NOT NULL CONSTRAINT device_service_call_asked_by_fkey REFERENCES app_user (id),
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  published_at timestamptz,
  due_at timestamptz NOT NULL,
  settled_at timestamptz,
  replied_at timestamptz,
  reply_count integer NOT NULL,
  result_code integer,
  progress_status text,
  output jsonb,
  CONSTRAINT device_service_call_settled_check CHECK ((state = 'sent') = (settled_at IS NULL)),
  CONSTRAINT device_service_call_answered_check CHECK (state <> 'answered' OR result_code = 0)
);
CREATE UNIQUE INDEX device_service_call_open_key ON device_service_call (gateway_id, method, target)
  WHERE state = 'sent' AND repeating <> 'any_time';
CREATE INDEX device_service_call_due_idx ON device_service_call (due_at) WHERE state = 'sent';
CREATE INDEX device_service_call_device_idx ON device_service_call (device_id, id);
CREATE INDEX device_service_call_gateway_idx ON device_service_call (gateway_id, id);
CREATE INDEX device_service_call_aircraft_idx ON device_service_call (aircraft_id, id);
CREATE INDEX device_service_call_bid_idx ON device_service_call (gateway_id, bid);
CREATE INDEX device_service_call_case_idx ON device_service_call (case_id);
COMMENT ON TABLE device_service_call IS 'what devices were asked to do, and what came of it';
COMMENT ON COLUMN device_service_call.unit_id IS 'whose the device was to use when it was asked';
COMMENT ON COLUMN device_service_call.target IS 'what of the device it is about; one call at a time for each, unless it may be repeated at any time';
COMMENT ON COLUMN device_service_call.data IS 'as it is shown: addresses without their secrets';
COMMENT ON COLUMN device_service_call.data_sealed IS 'as it is sent, sealed by the installation''s key';
COMMENT ON COLUMN device_service_call.published_at IS 'empty: nobody knows whether it left';
COMMENT ON COLUMN device_service_call.replied_at IS 'of the first reply, which may come after the call timed out';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_service_call`);
  }
}
