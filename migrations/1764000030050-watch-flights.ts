import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One flight of an aircraft in the air, flights that nobody planned, and what went wrong on a flight. */
export class WatchFlights1764000030050 implements MigrationInterface {
  name = 'WatchFlights1764000030050';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [columns, alone, alert]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    // What the service decided by itself goes with it: before, people decided everything.
    await runner.query(`
DROP TABLE flight_alert;
ALTER TABLE flight_decision DISABLE TRIGGER flight_decision_append_only;
DELETE FROM flight_decision d USING flight f
  WHERE f.id = d.flight_id AND (d.actor_id IS NULL OR f.origin = 'unplanned');
ALTER TABLE flight_decision ENABLE TRIGGER flight_decision_append_only;
DELETE FROM flight WHERE origin = 'unplanned';
ALTER TABLE flight DROP CONSTRAINT flight_unplanned_flown_excl, DROP CONSTRAINT flight_unplanned_taken_off_check;
DROP INDEX flight_airborne_device_key;
ALTER TABLE flight DROP COLUMN heard_airborne_at, DROP COLUMN taken_off_from;
`);
  }
}

const columns = `
ALTER TABLE flight ADD COLUMN heard_airborne_at timestamptz, ADD COLUMN taken_off_from point;
COMMENT ON COLUMN flight.heard_airborne_at IS 'when the aircraft itself first reported to be in the air; empty: only people said so';
COMMENT ON COLUMN flight.taken_off_from IS 'where the aircraft itself was when it first reported to be in the air';
`;

const airborne = `('airborne', 'nonconforming', 'contingent')`;

// Of two flights of one aircraft that were both left in the air, the one that took off last can be true. When the others
// landed nobody knows.
const alone = `
WITH ranked AS (
  SELECT id, state, row_number() OVER (PARTITION BY device_id ORDER BY taken_off_at DESC NULLS LAST, id DESC) AS nth
  FROM flight WHERE state IN ${airborne}
), landed AS (
  UPDATE flight f SET state = 'landed', updated_at = now() FROM ranked r
  WHERE r.id = f.id AND r.nth > 1 RETURNING f.id, r.state AS from_state
)
INSERT INTO flight_decision (id, flight_id, from_state, to_state, reason, at)
SELECT gen_random_uuid(), id, from_state, 'landed', 'the same aircraft took off on another flight later', now() FROM landed;
CREATE UNIQUE INDEX flight_airborne_device_key ON flight (device_id) WHERE state IN ${airborne};
ALTER TABLE flight ADD CONSTRAINT flight_unplanned_taken_off_check
  CHECK (origin <> 'unplanned' OR taken_off_at IS NOT NULL);
ALTER TABLE flight ADD CONSTRAINT flight_unplanned_flown_excl
  EXCLUDE USING gist (device_id WITH =, tstzrange(taken_off_at, landed_at, '[]') WITH &&) WHERE (origin = 'unplanned');
`;

const alert = `
CREATE TABLE flight_alert (
  id uuid CONSTRAINT flight_alert_pkey PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT flight_alert_flight_fkey REFERENCES flight (id),
  kind text NOT NULL CONSTRAINT flight_alert_kind_check CHECK (kind IN (
    'unplanned', 'outside_volume', 'above_band', 'below_band', 'outside_period', 'prohibited_zone',
    'authorisation_zone', 'near_flight', 'lost_link', 'height_unknown')),
  subject_id uuid,
  about text CONSTRAINT flight_alert_about_check CHECK (length(about) BETWEEN 1 AND 200),
  began_at timestamptz NOT NULL,
  ended_at timestamptz CONSTRAINT flight_alert_ended_at_check CHECK (ended_at >= began_at),
  worst_metres double precision CONSTRAINT flight_alert_worst_metres_check CHECK (worst_metres >= 0),
  direction_degrees double precision
    CONSTRAINT flight_alert_direction_degrees_check CHECK (direction_degrees >= 0 AND direction_degrees < 360),
  position point,
  acknowledged_by uuid CONSTRAINT flight_alert_acknowledged_by_fkey REFERENCES app_user (id),
  acknowledged_at timestamptz,
  remark text CONSTRAINT flight_alert_remark_check CHECK (length(remark) BETWEEN 1 AND 1000),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT flight_alert_acknowledged_check
    CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL) AND (remark IS NULL OR acknowledged_by IS NOT NULL))
);
CREATE UNIQUE INDEX flight_alert_open_key ON flight_alert (flight_id, kind, subject_id)
  NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX flight_alert_flight_idx ON flight_alert (flight_id, id DESC);
COMMENT ON TABLE flight_alert IS 'what went wrong on a flight, from when to when, and how badly';
COMMENT ON COLUMN flight_alert.subject_id IS 'the zone or the other flight';
COMMENT ON COLUMN flight_alert.worst_metres IS
  'how far outside, above, below or inside; of near_flight the least distance; empty where metres say nothing';
COMMENT ON COLUMN flight_alert.direction_degrees IS 'from the volume to the aircraft, clockwise from north';
COMMENT ON COLUMN flight_alert.position IS 'where the aircraft was when it began';
`;
