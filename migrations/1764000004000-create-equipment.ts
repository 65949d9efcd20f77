import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shared pool: kinds, devices, bookings, custody, calibration, consumables with their ledger, usage. */
export class CreateEquipment1764000004000 implements MigrationInterface {
  name = 'CreateEquipment1764000004000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [deviceKind, device, deviceUsage, calibration, booking, custody, lot, lotMovement]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE lot_movement, booking_lot, lot, kit_kind, custody, booking_line, booking, calibration, device_usage,
        device, device_kind`);
  }
}

const bookingStates = `(
  'requested', 'held', 'reserved', 'out', 'overdue', 'returned', 'refused', 'cancelled', 'no_show', 'expired')`;

/** Bounded and half-open: two periods may meet at an instant without sharing it, and none is empty (an empty one overlaps nothing). */
const boundedPeriod = (column: string): string => `NOT isempty(${column}) AND lower_inc(${column})
    AND NOT upper_inc(${column}) AND isfinite(lower(${column})) AND isfinite(upper(${column}))`;

const deviceKind = `
CREATE TABLE device_kind (
  id uuid CONSTRAINT device_kind_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT device_kind_code_check CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,49}$'),
  ordinal integer NOT NULL,
  category text NOT NULL CONSTRAINT device_kind_category_check
    CHECK (category IN ('uav', 'payload', 'boat', 'water', 'soil', 'air_noise', 'food', 'record_measure')),
  name_zh text NOT NULL CONSTRAINT device_kind_name_zh_check CHECK (length(name_zh) BETWEEN 1 AND 100),
  name_en text NOT NULL CONSTRAINT device_kind_name_en_check CHECK (length(name_en) BETWEEN 1 AND 100),
  model text NOT NULL CONSTRAINT device_kind_model_check CHECK (length(model) BETWEEN 1 AND 200),
  link_kind text NOT NULL CONSTRAINT device_kind_link_kind_check CHECK (link_kind IN ('live', 'import', 'none')),
  dji_model_keys text[] NOT NULL,
  attribute_schema jsonb NOT NULL,
  is_part boolean NOT NULL,
  calibration_required boolean NOT NULL,
  turnaround_minutes integer NOT NULL CONSTRAINT device_kind_turnaround_minutes_check
    CHECK (turnaround_minutes BETWEEN 0 AND 10080),
  created_at timestamptz NOT NULL,
  CONSTRAINT device_kind_code_key UNIQUE (code)
);
COMMENT ON COLUMN device_kind.attribute_schema IS 'JSON Schema of device.attributes';
COMMENT ON COLUMN device_kind.dji_model_keys IS 'domain-type-subType as DJI numbers its products, such as 0-77-1';
COMMENT ON COLUMN device_kind.is_part IS 'only ever part of another device, so never booked by itself';
COMMENT ON COLUMN device_kind.turnaround_minutes IS 'kept free after each booking to make the device ready again';
`;

// Asset codes and serials become MQTT user names and topic levels: no wildcard, no level separator.
const device = `
CREATE TABLE device (
  id uuid CONSTRAINT device_pkey PRIMARY KEY,
  kind_id uuid NOT NULL CONSTRAINT device_kind_fkey REFERENCES device_kind (id),
  part_of_id uuid CONSTRAINT device_part_of_fkey REFERENCES device (id),
  unit_id uuid NOT NULL CONSTRAINT device_unit_fkey REFERENCES unit (id),
  asset_code text NOT NULL CONSTRAINT device_asset_code_check CHECK (asset_code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$'),
  serial text CONSTRAINT device_serial_check CHECK (serial ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$'),
  model text NOT NULL CONSTRAINT device_model_check CHECK (length(model) BETWEEN 1 AND 200),
  dji_model_key text CONSTRAINT device_dji_model_key_check CHECK (dji_model_key ~ '^[0-9]+-[0-9]+-[0-9]+$'),
  state text NOT NULL CONSTRAINT device_state_check
    CHECK (state IN ('in_service', 'quarantined', 'maintenance', 'lost', 'retired')),
  loan_scope text NOT NULL CONSTRAINT device_loan_scope_check
    CHECK (loan_scope IN ('own_unit', 'same_city', 'whole_province')),
  home_position point,
  attributes jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT device_part_of_check CHECK (part_of_id <> id)
);
CREATE UNIQUE INDEX device_asset_code_key ON device (lower(asset_code));
CREATE UNIQUE INDEX device_serial_key ON device (lower(serial)) WHERE serial IS NOT NULL;
CREATE INDEX device_part_of_idx ON device (part_of_id) WHERE part_of_id IS NOT NULL;
CREATE INDEX device_kind_idx ON device (kind_id, lower(asset_code));
CREATE INDEX device_unit_idx ON device (unit_id, lower(asset_code));
CREATE INDEX device_home_position_idx ON device USING gist (home_position);
CREATE INDEX device_asset_code_trgm_idx ON device USING gin (asset_code gin_trgm_ops);
CREATE INDEX device_serial_trgm_idx ON device USING gin (serial gin_trgm_ops);
COMMENT ON COLUMN device.unit_id IS 'the owner';
COMMENT ON COLUMN device.part_of_id IS 'the device it travels with: a controller, a dock; booked, held and handed back with that one';
COMMENT ON COLUMN device.home_position IS 'WGS-84, (lon, lat)';
`;

const deviceUsage = `
CREATE TABLE device_usage (
  id uuid CONSTRAINT device_usage_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_usage_device_fkey REFERENCES device (id),
  source text CONSTRAINT device_usage_source_check CHECK (length(source) BETWEEN 1 AND 200),
  seconds integer NOT NULL CONSTRAINT device_usage_seconds_check CHECK (seconds >= 0),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT device_usage_source_key UNIQUE (device_id, source)
);
COMMENT ON COLUMN device_usage.source IS 'what was done with the device, such as flight:<id>; told twice it counts once; empty: each time counts';
`;

const calibration = `
CREATE TABLE calibration (
  id uuid CONSTRAINT calibration_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT calibration_device_fkey REFERENCES device (id),
  kind text NOT NULL CONSTRAINT calibration_kind_check
    CHECK (kind IN ('verification', 'calibration', 'functional_check')),
  body text CONSTRAINT calibration_body_check CHECK (length(body) BETWEEN 1 AND 200),
  certificate_number text CONSTRAINT calibration_certificate_number_check
    CHECK (length(certificate_number) BETWEEN 1 AND 100),
  done_on date NOT NULL,
  due_on date NOT NULL,
  result text NOT NULL CONSTRAINT calibration_result_check CHECK (result IN ('pass', 'fail')),
  blocks_booking boolean NOT NULL,
  file_sha256 bytea CONSTRAINT calibration_file_sha256_check CHECK (octet_length(file_sha256) = 32),
  recorded_by uuid CONSTRAINT calibration_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT calibration_dates_check CHECK (due_on >= done_on)
);
CREATE UNIQUE INDEX calibration_certificate_key ON calibration (device_id, lower(certificate_number));
CREATE INDEX calibration_device_idx ON calibration (device_id, done_on DESC, id DESC);
CREATE INDEX calibration_due_on_idx ON calibration (due_on);
COMMENT ON COLUMN calibration.due_on IS 'last day of validity in China, that day included';
COMMENT ON COLUMN calibration.blocks_booking IS 'whether this record decides if a kind that needs a certificate can be booked';
COMMENT ON COLUMN calibration.recorded_by IS 'empty for what the service itself put in';
`;

// The lines that keep a device busy are those of the five live states; every other state frees the period at once.
const booking = `
CREATE TABLE booking (
  id uuid CONSTRAINT booking_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT booking_unit_fkey REFERENCES unit (id),
  requested_by uuid NOT NULL CONSTRAINT booking_requested_by_fkey REFERENCES app_user (id),
  requested_by_name text NOT NULL,
  case_id uuid CONSTRAINT booking_case_fkey REFERENCES case_file (id),
  purpose text CONSTRAINT booking_purpose_check CHECK (length(purpose) BETWEEN 1 AND 500),
  during tstzrange NOT NULL CONSTRAINT booking_during_check CHECK (${boundedPeriod('during')}),
  state text NOT NULL CONSTRAINT booking_state_check CHECK (state IN ${bookingStates}),
  hold_expires_at timestamptz,
  closing_reason text CONSTRAINT booking_closing_reason_check CHECK (length(closing_reason) BETWEEN 1 AND 500),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT booking_hold_check CHECK (hold_expires_at IS NOT NULL OR state NOT IN ('requested', 'held'))
);
CREATE INDEX booking_unit_idx ON booking (unit_id, id DESC);
CREATE INDEX booking_requested_by_idx ON booking (requested_by, id DESC);
CREATE INDEX booking_case_idx ON booking (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX booking_during_idx ON booking USING gist (during);
CREATE INDEX booking_hold_idx ON booking (hold_expires_at) WHERE state IN ('requested', 'held');
COMMENT ON COLUMN booking.purpose IS 'empty where a device was taken without booking it first';
COMMENT ON COLUMN booking.unit_id IS 'the unit that books: the requester''s unit at that time';

CREATE TABLE booking_line (
  id uuid CONSTRAINT booking_line_pkey PRIMARY KEY,
  booking_id uuid NOT NULL CONSTRAINT booking_line_booking_fkey REFERENCES booking (id),
  device_id uuid NOT NULL CONSTRAINT booking_line_device_fkey REFERENCES device (id),
  blocked tstzrange NOT NULL CONSTRAINT booking_line_blocked_check CHECK (${boundedPeriod('blocked')}),
  state text NOT NULL CONSTRAINT booking_line_state_check CHECK (state IN ${bookingStates}),
  CONSTRAINT booking_line_device_key UNIQUE (booking_id, device_id),
  CONSTRAINT booking_line_no_overlap EXCLUDE USING gist (device_id WITH =, blocked WITH &&)
    WHERE (state IN ('requested', 'held', 'reserved', 'out', 'overdue'))
);
CREATE INDEX booking_line_device_idx ON booking_line (device_id, booking_id);
COMMENT ON COLUMN booking_line.blocked IS 'what others cannot have: the booking''s period, the turnaround, an early pick-up';
`;

const custody = `
CREATE TABLE custody (
  id uuid CONSTRAINT custody_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT custody_device_fkey REFERENCES device (id),
  booking_id uuid NOT NULL CONSTRAINT custody_booking_fkey REFERENCES booking (id),
  holder_id uuid NOT NULL CONSTRAINT custody_holder_fkey REFERENCES app_user (id),
  holder_name text NOT NULL,
  holder_unit_id uuid NOT NULL CONSTRAINT custody_holder_unit_fkey REFERENCES unit (id),
  checked_out_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  condition_out text CONSTRAINT custody_condition_out_check CHECK (length(condition_out) BETWEEN 1 AND 2000),
  signature_out text CONSTRAINT custody_signature_out_check CHECK (length(signature_out) BETWEEN 1 AND 200000),
  position_out point,
  returned_at timestamptz,
  returned_by uuid CONSTRAINT custody_returned_by_fkey REFERENCES app_user (id),
  returned_by_name text,
  condition_in text CONSTRAINT custody_condition_in_check CHECK (length(condition_in) BETWEEN 1 AND 2000),
  signature_in text CONSTRAINT custody_signature_in_check CHECK (length(signature_in) BETWEEN 1 AND 200000),
  position_in point,
  CONSTRAINT custody_line_fkey FOREIGN KEY (booking_id, device_id) REFERENCES booking_line (booking_id, device_id),
  CONSTRAINT custody_times_check CHECK (returned_at >= checked_out_at AND due_at > checked_out_at),
  CONSTRAINT custody_returned_check CHECK ((returned_at IS NULL) = (returned_by IS NULL) AND (returned_at IS NULL) = (returned_by_name IS NULL))
);
CREATE UNIQUE INDEX custody_open_key ON custody (device_id) WHERE returned_at IS NULL;
CREATE INDEX custody_device_idx ON custody (device_id, checked_out_at DESC);
CREATE INDEX custody_holder_idx ON custody (holder_id, id DESC);
CREATE INDEX custody_holder_unit_idx ON custody (holder_unit_id, id DESC);
CREATE INDEX custody_booking_idx ON custody (booking_id);
CREATE INDEX custody_due_at_idx ON custody (due_at) WHERE returned_at IS NULL;
COMMENT ON COLUMN custody.holder_name IS 'as it was when the device left';
COMMENT ON COLUMN custody.holder_unit_id IS 'the holder''s unit when the device left';
`;

const lot = `
CREATE TABLE kit_kind (
  id uuid CONSTRAINT kit_kind_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT kit_kind_code_check CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,49}$'),
  name_zh text NOT NULL CONSTRAINT kit_kind_name_zh_check CHECK (length(name_zh) BETWEEN 1 AND 100),
  name_en text NOT NULL CONSTRAINT kit_kind_name_en_check CHECK (length(name_en) BETWEEN 1 AND 100),
  measure text NOT NULL CONSTRAINT kit_kind_measure_check CHECK (measure IN ('test', 'bottle', 'bag')),
  device_kind_id uuid CONSTRAINT kit_kind_device_kind_fkey REFERENCES device_kind (id),
  CONSTRAINT kit_kind_code_key UNIQUE (code)
);
COMMENT ON COLUMN kit_kind.device_kind_id IS 'the kind of instrument it feeds; empty when it needs none';

CREATE TABLE lot (
  id uuid CONSTRAINT lot_pkey PRIMARY KEY,
  kit_kind_id uuid NOT NULL CONSTRAINT lot_kit_kind_fkey REFERENCES kit_kind (id),
  unit_id uuid NOT NULL CONSTRAINT lot_unit_fkey REFERENCES unit (id),
  lot_number text NOT NULL CONSTRAINT lot_lot_number_check CHECK (length(lot_number) BETWEEN 1 AND 60),
  expires_on date NOT NULL,
  quantity_on_hand integer NOT NULL CONSTRAINT lot_quantity_on_hand_check CHECK (quantity_on_hand >= 0),
  quantity_reserved integer NOT NULL CONSTRAINT lot_quantity_reserved_check
    CHECK (quantity_reserved BETWEEN 0 AND quantity_on_hand),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX lot_lot_number_key ON lot (unit_id, kit_kind_id, lower(lot_number));
CREATE INDEX lot_expires_on_idx ON lot (kit_kind_id, expires_on);
COMMENT ON COLUMN lot.expires_on IS 'last usable day in China, that day included';
COMMENT ON COLUMN lot.quantity_reserved IS 'promised to bookings and still on the shelf';

CREATE TABLE booking_lot (
  id uuid CONSTRAINT booking_lot_pkey PRIMARY KEY,
  booking_id uuid NOT NULL CONSTRAINT booking_lot_booking_fkey REFERENCES booking (id),
  lot_id uuid NOT NULL CONSTRAINT booking_lot_lot_fkey REFERENCES lot (id),
  quantity integer NOT NULL CONSTRAINT booking_lot_quantity_check CHECK (quantity > 0),
  state text NOT NULL CONSTRAINT booking_lot_state_check CHECK (state IN ('reserved', 'taken', 'released')),
  CONSTRAINT booking_lot_lot_key UNIQUE (booking_id, lot_id)
);
CREATE INDEX booking_lot_lot_idx ON booking_lot (lot_id);
`;

const lotMovement = `
CREATE TABLE lot_movement (
  id uuid CONSTRAINT lot_movement_pkey PRIMARY KEY,
  lot_id uuid NOT NULL CONSTRAINT lot_movement_lot_fkey REFERENCES lot (id),
  category text NOT NULL CONSTRAINT lot_movement_category_check
    CHECK (category IN ('checkout', 'return', 'restock', 'adjustment', 'loss', 'consume', 'damage')),
  quantity integer NOT NULL,
  balance_after integer NOT NULL CONSTRAINT lot_movement_balance_after_check CHECK (balance_after >= 0),
  booking_id uuid CONSTRAINT lot_movement_booking_fkey REFERENCES booking (id),
  actor_id uuid CONSTRAINT lot_movement_actor_fkey REFERENCES app_user (id),
  note text CONSTRAINT lot_movement_note_check CHECK (length(note) BETWEEN 1 AND 500),
  at timestamptz NOT NULL,
  CONSTRAINT lot_movement_sign_check CHECK (
    CASE
      WHEN category IN ('checkout', 'loss', 'consume', 'damage') THEN quantity < 0
      WHEN category IN ('return', 'restock') THEN quantity > 0
      ELSE quantity <> 0
    END)
);
CREATE INDEX lot_movement_lot_idx ON lot_movement (lot_id, id);
CREATE INDEX lot_movement_booking_idx ON lot_movement (booking_id) WHERE booking_id IS NOT NULL;
CREATE TRIGGER lot_movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_movement
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN lot_movement.quantity IS 'signed: what it did to the stock';
COMMENT ON COLUMN lot_movement.actor_id IS 'empty for what the service itself put in';
`;
