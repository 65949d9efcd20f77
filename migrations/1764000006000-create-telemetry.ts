import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Frames of devices by day, what is known of each now, who flies behind which gateway, broker secrets, quarantine. */
export class CreateTelemetry1764000006000 implements MigrationInterface {
  name = 'CreateTelemetry1764000006000';

  async up(runner: QueryRunner): Promise<void> {
    const parts = [sample, makePartitions, latest, topology, credential, quarantine, hold];
    for (const statements of parts) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE track_hold, quarantine, mqtt_credential, device_topology, device_latest, telemetry_sample`,
    );
    await runner.query(`DROP FUNCTION make_telemetry_partitions(date, date)`);
  }
}

// No foreign key: its check would cost each of thousands of rows a second a lookup, and devices are never deleted.
const sample = `
CREATE TABLE telemetry_sample (
  device_id uuid NOT NULL,
  at timestamptz NOT NULL,
  seq bigint NOT NULL,
  received_at timestamptz NOT NULL,
  dialect text NOT NULL,
  topic text NOT NULL,
  gateway_serial text,
  lon double precision,
  lat double precision,
  altitude_ellipsoid_metres real,
  height_above_takeoff_metres real,
  altitude_amsl_metres real,
  heading_degrees real,
  pitch_degrees real,
  roll_degrees real,
  speed_metres_per_second real,
  vertical_speed_metres_per_second real,
  battery_percent real,
  gimbal_pitch_degrees real,
  gimbal_roll_degrees real,
  gimbal_yaw_degrees real,
  mode text,
  fix text NOT NULL,
  extra jsonb NOT NULL,
  raw bytea NOT NULL,
  CONSTRAINT telemetry_sample_pkey PRIMARY KEY (device_id, at, seq),
  CONSTRAINT telemetry_sample_position_check CHECK ((lon IS NULL) = (lat IS NULL))
) PARTITION BY RANGE (at);
CREATE INDEX telemetry_sample_at_idx ON telemetry_sample USING brin (at);
COMMENT ON COLUMN telemetry_sample.at IS 'the clock of the device';
COMMENT ON COLUMN telemetry_sample.seq IS '63 bits of sha256(topic || raw): a redelivery is the same row';
COMMENT ON COLUMN telemetry_sample.raw IS 'the bytes of the message as received';
`;

// Attached instead of created in place, so that a running insert is not waited for by an exclusive lock on the parent.
const makePartitions = `
CREATE FUNCTION make_telemetry_partitions(first_day date, last_day date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  day date;
  partition text;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('make_telemetry_partitions'));
  FOR offset_days IN 0 .. (last_day - first_day) LOOP
    day := first_day + offset_days;
    partition := 'telemetry_sample_' || to_char(day, 'YYYYMMDD');
    CONTINUE WHEN to_regclass(partition) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I (LIKE telemetry_sample INCLUDING ALL)', partition);
    EXECUTE format(
      'ALTER TABLE telemetry_sample ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
COMMENT ON FUNCTION make_telemetry_partitions(date, date) IS
  'one partition for each UTC day from first_day to last_day, both included; answers how many were made; asking again makes none';
`;

// Frames are partial and may come late: each part has its own time and only moves forward. Rewritten with every batch and
// small, so it has free space in its pages and no index but its key: updates stay in the page.
const latest = `
CREATE TABLE device_latest (
  device_id uuid CONSTRAINT device_latest_pkey PRIMARY KEY CONSTRAINT device_latest_device_fkey REFERENCES device (id),
  heard_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  position_at timestamptz,
  position_received_at timestamptz,
  lon double precision,
  lat double precision,
  altitude_ellipsoid_metres real,
  height_above_takeoff_metres real,
  altitude_amsl_metres real,
  heading_degrees real,
  speed_metres_per_second real,
  vertical_speed_metres_per_second real,
  gimbal_pitch_degrees real,
  gimbal_roll_degrees real,
  gimbal_yaw_degrees real,
  fix text,
  place text,
  battery_at timestamptz,
  battery_percent real,
  mode_at timestamptz,
  mode text,
  status_at timestamptz,
  status text,
  CONSTRAINT device_latest_position_check CHECK
    (num_nulls(position_at, position_received_at, lon, lat, fix, place) IN (0, 6)),
  CONSTRAINT device_latest_battery_check CHECK ((battery_at IS NULL) = (battery_percent IS NULL)),
  CONSTRAINT device_latest_mode_check CHECK ((mode_at IS NULL) = (mode IS NULL)),
  CONSTRAINT device_latest_status_check CHECK ((status_at IS NULL) = (status IS NULL))
) WITH (fillfactor = 60);
COMMENT ON COLUMN device_latest.heard_at IS 'the newest time of the device itself in any frame';
COMMENT ON COLUMN device_latest.place IS 'adcode of the county the position lies in, or unknown outside the imported boundaries';
`;

const topology = `
CREATE TABLE device_topology (
  id uuid CONSTRAINT device_topology_pkey PRIMARY KEY,
  gateway_id uuid NOT NULL CONSTRAINT device_topology_gateway_fkey REFERENCES device (id),
  gateway_class text NOT NULL CONSTRAINT device_topology_gateway_class_check
    CHECK (gateway_class IN ('aircraft', 'payload', 'controller', 'dock', 'unknown')),
  gateway_model_key text,
  aircraft_id uuid NOT NULL CONSTRAINT device_topology_aircraft_fkey REFERENCES device (id),
  aircraft_model_key text,
  paired_at timestamptz NOT NULL,
  unpaired_at timestamptz,
  CONSTRAINT device_topology_pair_check CHECK (gateway_id <> aircraft_id),
  CONSTRAINT device_topology_period_check CHECK (unpaired_at IS NULL OR unpaired_at >= paired_at)
);
CREATE UNIQUE INDEX device_topology_gateway_live_key ON device_topology (gateway_id) WHERE unpaired_at IS NULL;
CREATE UNIQUE INDEX device_topology_aircraft_live_key ON device_topology (aircraft_id) WHERE unpaired_at IS NULL;
CREATE INDEX device_topology_aircraft_idx ON device_topology (aircraft_id, paired_at);
COMMENT ON TABLE device_topology IS
  'an aircraft flies behind one live gateway and a gateway leads one aircraft; earlier pairs stay as history';
`;

const credential = `
CREATE TABLE mqtt_credential (
  id uuid CONSTRAINT mqtt_credential_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT mqtt_credential_device_fkey REFERENCES device (id),
  username text NOT NULL,
  secret_sha256 bytea NOT NULL CONSTRAINT mqtt_credential_secret_check CHECK (length(secret_sha256) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX mqtt_credential_device_idx ON mqtt_credential (device_id) WHERE revoked_at IS NULL;
CREATE INDEX mqtt_credential_username_idx ON mqtt_credential (username) WHERE revoked_at IS NULL;
COMMENT ON COLUMN mqtt_credential.secret_sha256 IS 'of 256 random bits, which need no slow hash';
`;

const quarantine = `
CREATE TABLE quarantine (
  id uuid CONSTRAINT quarantine_pkey PRIMARY KEY,
  received_at timestamptz NOT NULL,
  topic text NOT NULL,
  client_id text,
  username text,
  code text NOT NULL,
  detail text NOT NULL,
  raw bytea NOT NULL,
  size_bytes integer NOT NULL,
  sha256 bytea NOT NULL CONSTRAINT quarantine_sha256_check CHECK (length(sha256) = 32)
);
CREATE INDEX quarantine_code_idx ON quarantine (code, id DESC);
COMMENT ON COLUMN quarantine.raw IS 'as received; of a message above the cap of 256 KB the beginning';
COMMENT ON COLUMN quarantine.sha256 IS 'of the whole message';
`;

const hold = `
CREATE TABLE track_hold (
  id uuid CONSTRAINT track_hold_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT track_hold_device_fkey REFERENCES device (id),
  during tstzrange NOT NULL CONSTRAINT track_hold_during_check
    CHECK (NOT isempty(during) AND isfinite(lower(during)) AND isfinite(upper(during))),
  reason text NOT NULL,
  held_at timestamptz NOT NULL,
  CONSTRAINT track_hold_reason_key UNIQUE (device_id, during, reason)
);
CREATE INDEX track_hold_during_idx ON track_hold USING gist (during);
COMMENT ON TABLE track_hold IS 'retention spares the frames of the device in that period: evidence rests on them';
`;
