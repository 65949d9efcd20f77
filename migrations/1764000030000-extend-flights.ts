import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the rules of the air look at, how a flight came about, and what came of it. */
export class ExtendFlights1764000030000 implements MigrationInterface {
  name = 'ExtendFlights1764000030000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [flight, decision]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE flight DROP CONSTRAINT flight_origin_people_check;
ALTER TABLE flight
  DROP COLUMN nature, DROP COLUMN circumstances, DROP COLUMN beyond_sight, DROP COLUMN surveying, DROP COLUMN take_off,
  DROP COLUMN origin, DROP COLUMN repeats_id, DROP COLUMN follow_up_on, DROP COLUMN assessment, DROP COLUMN authority,
  DROP COLUMN approval_number, DROP COLUMN taken_off_at, DROP COLUMN landed_at, DROP COLUMN report, DROP COLUMN incident;
ALTER TABLE flight ALTER COLUMN pilot_id SET NOT NULL, ALTER COLUMN planned_by SET NOT NULL;
ALTER TABLE flight_decision ALTER COLUMN actor_id SET NOT NULL, ALTER COLUMN unit_id SET NOT NULL;
`);
  }
}

const known = (column: string): string =>
  `${column} text NOT NULL DEFAULT 'unknown' CONSTRAINT flight_${column}_check CHECK (${column} IN ('yes', 'no', 'unknown'))`;

const flight = `
ALTER TABLE flight
  ADD COLUMN nature text NOT NULL DEFAULT 'ordinary'
    CONSTRAINT flight_nature_check CHECK (nature IN ('ordinary', 'emergency', 'special_emergency')),
  ADD COLUMN circumstances jsonb NOT NULL DEFAULT '{"networkRelay": "unknown", "dangerousOrDropped": "unknown",
    "overCrowd": "unknown", "fromMovingVehicle": "unknown", "several": "unknown"}',
  ADD COLUMN ${known('beyond_sight')},
  ADD COLUMN ${known('surveying')},
  ADD COLUMN take_off point,
  ADD COLUMN origin text NOT NULL DEFAULT 'planned'
    CONSTRAINT flight_origin_check CHECK (origin IN ('planned', 'fly_now', 'fly_again', 'unplanned')),
  ADD COLUMN repeats_id uuid CONSTRAINT flight_repeats_fkey REFERENCES flight (id),
  ADD COLUMN follow_up_on date,
  ADD COLUMN assessment jsonb,
  ADD COLUMN authority text CONSTRAINT flight_authority_check CHECK (length(authority) BETWEEN 1 AND 200),
  ADD COLUMN approval_number text CONSTRAINT flight_approval_number_check CHECK (length(approval_number) BETWEEN 1 AND 100),
  ADD COLUMN taken_off_at timestamptz,
  ADD COLUMN landed_at timestamptz CONSTRAINT flight_landed_at_check CHECK (landed_at >= taken_off_at),
  ADD COLUMN report text CONSTRAINT flight_report_check CHECK (length(report) BETWEEN 1 AND 4000),
  ADD COLUMN incident text CONSTRAINT flight_incident_check CHECK (length(incident) BETWEEN 1 AND 4000);
ALTER TABLE flight
  ALTER COLUMN nature DROP DEFAULT, ALTER COLUMN circumstances DROP DEFAULT, ALTER COLUMN beyond_sight DROP DEFAULT,
  ALTER COLUMN surveying DROP DEFAULT, ALTER COLUMN origin DROP DEFAULT,
  ALTER COLUMN pilot_id DROP NOT NULL, ALTER COLUMN planned_by DROP NOT NULL;
ALTER TABLE flight ADD CONSTRAINT flight_origin_people_check
  CHECK (origin = 'unplanned' OR (pilot_id IS NOT NULL AND planned_by IS NOT NULL));
CREATE INDEX flight_repeats_idx ON flight (repeats_id) WHERE repeats_id IS NOT NULL;
CREATE INDEX flight_follow_up_idx ON flight (follow_up_on) WHERE follow_up_on IS NOT NULL;
COMMENT ON COLUMN flight.pilot_id IS 'empty only for a flight that nobody planned, of a device in nobody''s hands';
COMMENT ON COLUMN flight.circumstances IS 'yes, no or unknown for each question of Order 761 art. 31(2)';
COMMENT ON COLUMN flight.assessment IS 'what the rules of the air answered last, with the facts they looked at; empty: planned before there were any';
COMMENT ON COLUMN flight.authority IS 'who of air traffic management approved, with approval_number';
COMMENT ON COLUMN flight.repeats_id IS 'the flight that this one flies again';
`;

const decision = `
ALTER TABLE flight_decision ALTER COLUMN actor_id DROP NOT NULL, ALTER COLUMN unit_id DROP NOT NULL;
COMMENT ON COLUMN flight_decision.actor_id IS 'empty: the service itself, from what the aircraft reported';
`;
