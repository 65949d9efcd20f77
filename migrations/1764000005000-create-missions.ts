import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Flights with their 4D volumes and decisions, airspace zones, rapid tests. */
export class CreateMissions1764000005000 implements MigrationInterface {
  name = 'CreateMissions1764000005000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [flight, flightVolume, flightDecision, airspaceZone, rapidTest]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rapid_test, airspace_zone, flight_decision, flight_volume, flight`);
  }
}

const flightState = `(
  'draft', 'checked', 'applied', 'approved', 'refused', 'pre_reported', 'cleared', 'airborne', 'nonconforming',
  'contingent', 'landed', 'reported', 'closed', 'cancelled')`;

// Bounded and half-open, so that two periods meet at an instant without sharing it; an empty range overlaps nothing.
const boundedPeriod = `NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)
    AND isfinite(lower(during)) AND isfinite(upper(during))`;

const flight = `
CREATE TABLE flight (
  id uuid CONSTRAINT flight_pkey PRIMARY KEY,
  case_id uuid CONSTRAINT flight_case_fkey REFERENCES case_file (id),
  device_id uuid NOT NULL CONSTRAINT flight_device_fkey REFERENCES device (id),
  pilot_id uuid NOT NULL CONSTRAINT flight_pilot_fkey REFERENCES app_user (id),
  unit_id uuid NOT NULL CONSTRAINT flight_unit_fkey REFERENCES unit (id),
  purpose text NOT NULL CONSTRAINT flight_purpose_check CHECK (length(purpose) BETWEEN 1 AND 500),
  during tstzrange NOT NULL CONSTRAINT flight_during_check CHECK (${boundedPeriod}),
  state text NOT NULL CONSTRAINT flight_state_check CHECK (state IN ${flightState}),
  reminders jsonb NOT NULL,
  planned_by uuid NOT NULL CONSTRAINT flight_planned_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX flight_device_during_idx ON flight USING gist (device_id, during);
CREATE INDEX flight_during_idx ON flight USING gist (during);
CREATE INDEX flight_unit_idx ON flight (unit_id, id DESC);
CREATE INDEX flight_case_idx ON flight (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX flight_pilot_idx ON flight (pilot_id);
COMMENT ON COLUMN flight.unit_id IS 'the unit of the pilot when the flight was planned';
COMMENT ON COLUMN flight.reminders IS 'the zones that did not forbid the flight but set a condition, as told when it was planned';
`;

// The period is kept on each volume as well: one index then answers place, height and time together.
const flightVolume = `
CREATE TABLE flight_volume (
  id uuid CONSTRAINT flight_volume_pkey PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT flight_volume_flight_fkey REFERENCES flight (id),
  ordinal smallint NOT NULL,
  geometry jsonb NOT NULL,
  bbox box NOT NULL,
  band numrange NOT NULL CONSTRAINT flight_volume_band_check
    CHECK (NOT isempty(band) AND lower_inc(band) AND NOT upper_inc(band) AND NOT lower_inf(band) AND NOT upper_inf(band)),
  during tstzrange NOT NULL CONSTRAINT flight_volume_during_check CHECK (${boundedPeriod}),
  CONSTRAINT flight_volume_ordinal_key UNIQUE (flight_id, ordinal)
);
CREATE INDEX flight_volume_space_idx ON flight_volume USING gist (bbox, band, during);
COMMENT ON COLUMN flight_volume.geometry IS 'GeoJSON Polygon, WGS-84';
COMMENT ON COLUMN flight_volume.band IS 'metres above ground, half-open';
`;

const flightDecision = `
CREATE TABLE flight_decision (
  id uuid CONSTRAINT flight_decision_pkey PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT flight_decision_flight_fkey REFERENCES flight (id),
  from_state text NOT NULL CONSTRAINT flight_decision_from_state_check CHECK (from_state IN ${flightState}),
  to_state text NOT NULL CONSTRAINT flight_decision_to_state_check CHECK (to_state IN ${flightState}),
  reason text CONSTRAINT flight_decision_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  actor_id uuid NOT NULL CONSTRAINT flight_decision_actor_fkey REFERENCES app_user (id),
  unit_id uuid NOT NULL CONSTRAINT flight_decision_unit_fkey REFERENCES unit (id),
  at timestamptz NOT NULL,
  CONSTRAINT flight_decision_refusal_check CHECK (to_state <> 'refused' OR reason IS NOT NULL)
);
CREATE INDEX flight_decision_flight_idx ON flight_decision (flight_id, id);
CREATE TRIGGER flight_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON flight_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE flight_decision IS 'every change of state of a flight: who, for which unit, when and why';
`;

const airspaceZone = `
CREATE TABLE airspace_zone (
  id uuid CONSTRAINT airspace_zone_pkey PRIMARY KEY,
  name text NOT NULL CONSTRAINT airspace_zone_name_check CHECK (length(name) BETWEEN 1 AND 200),
  rule text NOT NULL CONSTRAINT airspace_zone_rule_check CHECK (rule IN ('prohibited', 'authorisation', 'conditional')),
  geometry jsonb NOT NULL,
  bbox box NOT NULL,
  band numrange NOT NULL CONSTRAINT airspace_zone_band_check
    CHECK (NOT isempty(band) AND NOT lower_inf(band) AND NOT upper_inc(band)),
  during tstzrange NOT NULL CONSTRAINT airspace_zone_during_check CHECK (NOT isempty(during) AND NOT upper_inc(during)),
  authority text NOT NULL,
  source text NOT NULL,
  version integer NOT NULL CONSTRAINT airspace_zone_version_check CHECK (version > 0),
  created_by uuid CONSTRAINT airspace_zone_created_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL
);
CREATE INDEX airspace_zone_space_idx ON airspace_zone USING gist (bbox, band, during);
COMMENT ON COLUMN airspace_zone.geometry IS 'GeoJSON Polygon or MultiPolygon, WGS-84';
COMMENT ON COLUMN airspace_zone.band IS 'metres above ground, half-open; no upper bound: every height';
COMMENT ON COLUMN airspace_zone.during IS 'no bound on either side: permanent';
`;

const rapidTest = `
CREATE TABLE rapid_test (
  id uuid CONSTRAINT rapid_test_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT rapid_test_device_fkey REFERENCES device (id),
  unit_id uuid NOT NULL CONSTRAINT rapid_test_unit_fkey REFERENCES unit (id),
  operator_id uuid CONSTRAINT rapid_test_operator_fkey REFERENCES app_user (id),
  custody_id uuid CONSTRAINT rapid_test_custody_fkey REFERENCES custody (id),
  case_id uuid CONSTRAINT rapid_test_case_fkey REFERENCES case_file (id),
  origin text NOT NULL CONSTRAINT rapid_test_origin_check CHECK (origin IN ('instrument', 'manual')),
  item text NOT NULL,
  value double precision NOT NULL,
  unit text,
  readings double precision[] NOT NULL,
  lot_number text,
  lot_id uuid CONSTRAINT rapid_test_lot_fkey REFERENCES lot (id),
  position point,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  flags text[] NOT NULL CONSTRAINT rapid_test_flags_check CHECK (flags <@ ARRAY[
    'no_custody', 'calibration_lapsed', 'calibration_unknown', 'lot_unknown', 'lot_expired', 'unit_missing',
    'item_unknown']),
  verdict text NOT NULL CONSTRAINT rapid_test_verdict_check
    CHECK (verdict IN ('invalid', 'below', 'exceeds', 'inconclusive')),
  reason text CONSTRAINT rapid_test_reason_check
    CHECK (reason IN ('no_limit', 'unit_differs_from_limit', 'item_differs_from_limit')),
  limit_row jsonb,
  limit_source text,
  notice jsonb NOT NULL,
  delivery_key bytea NOT NULL CONSTRAINT rapid_test_delivery_key UNIQUE,
  CONSTRAINT rapid_test_flagged_check CHECK (cardinality(flags) = 0 OR verdict = 'invalid'),
  CONSTRAINT rapid_test_decided_check CHECK (verdict NOT IN ('below', 'exceeds') OR limit_row IS NOT NULL),
  CONSTRAINT rapid_test_limit_source_check CHECK (limit_row IS NULL OR limit_source IS NOT NULL)
);
CREATE INDEX rapid_test_unit_idx ON rapid_test (unit_id, id DESC);
CREATE INDEX rapid_test_case_idx ON rapid_test (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX rapid_test_device_idx ON rapid_test (device_id, at);
CREATE INDEX rapid_test_position_idx ON rapid_test USING gist (position);
COMMENT ON COLUMN rapid_test.unit_id IS 'the unit that held the instrument, or its owner where nobody did';
COMMENT ON COLUMN rapid_test.limit_row IS 'a copy of the limit row applied';
COMMENT ON COLUMN rapid_test.limit_source IS 'who set the target class of this water body, and where it is written';
COMMENT ON COLUMN rapid_test.delivery_key IS 'the same for every redelivery of one reading';
`;
