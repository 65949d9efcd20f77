import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fences, who is inside them, what is alarming about devices, and what was asked to be quiet. */
export class CreateFences1764000058020 implements MigrationInterface {
  name = 'CreateFences1764000058020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [fence, alarm]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE late_track, battery_threshold, alarm_silence, device_alarm, fence_stay, fence;`);
  }
}

const fence = `
CREATE TABLE fence (
  id uuid CONSTRAINT fence_pkey PRIMARY KEY,
  fence_id uuid NOT NULL,
  version integer NOT NULL CONSTRAINT fence_version_check CHECK (version >= 1),
  name text NOT NULL CONSTRAINT fence_name_check CHECK (length(name) BETWEEN 1 AND 200),
  unit_id uuid NOT NULL CONSTRAINT fence_unit_fkey REFERENCES unit (id),
  case_id uuid CONSTRAINT fence_case_fkey REFERENCES case_file (id),
  session_id uuid CONSTRAINT fence_session_fkey REFERENCES command_session (id),
  geometry jsonb NOT NULL,
  circle jsonb,
  lower_metres double precision NOT NULL CONSTRAINT fence_lower_metres_check CHECK (lower_metres >= 0),
  upper_metres double precision,
  begins_at timestamptz,
  ends_at timestamptz,
  device_ids uuid[] NOT NULL,
  kind_codes text[] NOT NULL,
  tells_enter boolean NOT NULL,
  tells_leave boolean NOT NULL,
  dwell_minutes integer CONSTRAINT fence_dwell_minutes_check CHECK (dwell_minutes > 0),
  created_by uuid NOT NULL CONSTRAINT fence_created_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid CONSTRAINT fence_ended_by_fkey REFERENCES app_user (id),
  end_reason text CONSTRAINT fence_end_reason_check CHECK (length(end_reason) BETWEEN 1 AND 1000),
  CONSTRAINT fence_version_key UNIQUE (fence_id, version),
  CONSTRAINT fence_band_check CHECK (upper_metres > lower_metres),
  CONSTRAINT fence_period_check CHECK (ends_at > begins_at),
  CONSTRAINT fence_session_ends_check CHECK (session_id IS NULL OR ends_at IS NOT NULL),
  CONSTRAINT fence_ended_check CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT fence_tells_check CHECK (tells_enter OR tells_leave OR dwell_minutes IS NOT NULL)
);
CREATE UNIQUE INDEX fence_in_force_key ON fence (fence_id) WHERE ended_at IS NULL;
COMMENT ON TABLE fence IS 'areas that a unit or a session is told of when devices enter, leave or stay; each version for itself';
COMMENT ON COLUMN fence.fence_id IS 'the first version of the same fence';
COMMENT ON COLUMN fence.circle IS 'as it was drawn, where it was drawn as a circle';
COMMENT ON COLUMN fence.device_ids IS 'with kind_codes empty too: every device of the unit and of those below';
CREATE TABLE fence_stay (
  id uuid CONSTRAINT fence_stay_pkey PRIMARY KEY,
  fence_id uuid NOT NULL,
  device_id uuid NOT NULL CONSTRAINT fence_stay_device_fkey REFERENCES device (id),
  entered_at timestamptz NOT NULL,
  entered_heard_at timestamptz NOT NULL,
  dwell_told_at timestamptz,
  left_at timestamptz CONSTRAINT fence_stay_left_at_check CHECK (left_at >= entered_at)
);
CREATE UNIQUE INDEX fence_stay_open_key ON fence_stay (device_id, fence_id) WHERE left_at IS NULL;
CREATE INDEX fence_stay_fence_idx ON fence_stay (fence_id, device_id, entered_at);
COMMENT ON TABLE fence_stay IS 'who was inside which fence, from when to when; what the detector remembers after a restart';
COMMENT ON COLUMN fence_stay.entered_at IS 'by the clock of the device';
COMMENT ON COLUMN fence_stay.entered_heard_at IS 'by our clock';
`;

const alarm = `
CREATE TABLE device_alarm (
  id uuid CONSTRAINT device_alarm_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_alarm_device_fkey REFERENCES device (id),
  kind text NOT NULL CONSTRAINT device_alarm_kind_check
    CHECK (kind IN ('fence_entered', 'fence_left', 'fence_dwell', 'low_battery')),
  fence_id uuid,
  about text CONSTRAINT device_alarm_about_check CHECK (length(about) BETWEEN 1 AND 200),
  unit_id uuid NOT NULL CONSTRAINT device_alarm_unit_fkey REFERENCES unit (id),
  case_id uuid CONSTRAINT device_alarm_case_fkey REFERENCES case_file (id),
  began_at timestamptz NOT NULL,
  ended_at timestamptz CONSTRAINT device_alarm_ended_at_check CHECK (ended_at >= began_at),
  lon double precision,
  lat double precision,
  value double precision,
  is_late boolean NOT NULL,
  acknowledged_by uuid CONSTRAINT device_alarm_acknowledged_by_fkey REFERENCES app_user (id),
  acknowledged_at timestamptz,
  remark text CONSTRAINT device_alarm_remark_check CHECK (length(remark) BETWEEN 1 AND 1000),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT device_alarm_fence_check CHECK ((kind = 'low_battery') = (fence_id IS NULL)),
  CONSTRAINT device_alarm_acknowledged_check
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL) AND (remark IS NULL OR acknowledged_by IS NOT NULL))
);
CREATE UNIQUE INDEX device_alarm_open_key ON device_alarm (device_id, kind, fence_id) NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX device_alarm_unit_idx ON device_alarm (unit_id, id DESC);
CREATE INDEX device_alarm_case_idx ON device_alarm (case_id, id DESC) WHERE case_id IS NOT NULL;
CREATE INDEX device_alarm_device_idx ON device_alarm (device_id, id DESC);
COMMENT ON TABLE device_alarm IS 'what is alarming about a device beside its flight; what goes wrong on flights is in flight_alert';
COMMENT ON COLUMN device_alarm.unit_id IS 'who held the device when it began';
COMMENT ON COLUMN device_alarm.value IS 'percent of the battery, or minutes inside';
COMMENT ON COLUMN device_alarm.is_late IS 'found in frames that came late: it was so then, and nobody was alarmed';
CREATE TABLE alarm_silence (
  id uuid CONSTRAINT alarm_silence_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT alarm_silence_device_fkey REFERENCES device (id),
  kind text NOT NULL,
  subject_id uuid,
  until timestamptz NOT NULL,
  reason text NOT NULL CONSTRAINT alarm_silence_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  silenced_by uuid NOT NULL CONSTRAINT alarm_silence_silenced_by_fkey REFERENCES app_user (id),
  silenced_at timestamptz NOT NULL,
  CONSTRAINT alarm_silence_until_check CHECK (until > silenced_at)
);
CREATE INDEX alarm_silence_device_idx ON alarm_silence (device_id, until);
COMMENT ON TABLE alarm_silence IS 'alarms of this kind and subject on this device are kept, and nobody is told, until then';
CREATE TABLE battery_threshold (
  device_id uuid CONSTRAINT battery_threshold_pkey PRIMARY KEY
    CONSTRAINT battery_threshold_device_fkey REFERENCES device (id),
  percent integer NOT NULL CONSTRAINT battery_threshold_percent_check CHECK (percent BETWEEN 1 AND 90),
  set_by uuid NOT NULL CONSTRAINT battery_threshold_set_by_fkey REFERENCES app_user (id),
  set_at timestamptz NOT NULL
);
COMMENT ON TABLE battery_threshold IS 'below which percent a device has a low battery, where it differs from its kind';
CREATE TABLE late_track (
  device_id uuid CONSTRAINT late_track_pkey PRIMARY KEY
    CONSTRAINT late_track_device_fkey REFERENCES device (id),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL CONSTRAINT late_track_to_at_check CHECK (to_at >= from_at)
);
COMMENT ON TABLE late_track IS 'stretches of time of which frames came late, to be held against fences afterwards';
`;
