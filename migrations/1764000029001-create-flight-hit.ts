import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Flights that give way, and what hits a flight after it was planned: a zone that came late, a flight that goes first. */
export class CreateFlightHit1764000029001 implements MigrationInterface {
  name = 'CreateFlightHit1764000029001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [flight, flightHit]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE flight_hit; ALTER TABLE flight DROP COLUMN displaces`);
  }
}

const flight = `
ALTER TABLE flight
  ADD COLUMN displaces jsonb NOT NULL DEFAULT '[]';
ALTER TABLE flight ALTER COLUMN displaces DROP DEFAULT;
COMMENT ON COLUMN flight.displaces IS 'the flights of lower priority that it overlapped when it was planned';
`;

const flightHit = `
CREATE TABLE flight_hit (
  id uuid CONSTRAINT flight_hit_pkey PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT flight_hit_flight_fkey REFERENCES flight (id),
  zone_id uuid CONSTRAINT flight_hit_zone_fkey REFERENCES airspace_zone (id),
  by_flight_id uuid CONSTRAINT flight_hit_by_flight_fkey REFERENCES flight (id),
  outcome text NOT NULL CONSTRAINT flight_hit_outcome_check CHECK (outcome IN ('blocked', 'alarmed', 'noted')),
  contact jsonb NOT NULL,
  at timestamptz NOT NULL,
  settled_at timestamptz,
  settled_by uuid CONSTRAINT flight_hit_settled_by_fkey REFERENCES app_user (id),
  settlement text CONSTRAINT flight_hit_settlement_check CHECK (length(settlement) BETWEEN 1 AND 1000),
  CONSTRAINT flight_hit_cause_check CHECK (num_nonnulls(zone_id, by_flight_id) = 1),
  CONSTRAINT flight_hit_settled_check CHECK (num_nulls(settled_at, settled_by, settlement) IN (0, 3)),
  CONSTRAINT flight_hit_zone_key UNIQUE (flight_id, zone_id),
  CONSTRAINT flight_hit_by_flight_key UNIQUE (flight_id, by_flight_id)
);
CREATE INDEX flight_hit_open_idx ON flight_hit (flight_id) WHERE settled_at IS NULL;
COMMENT ON TABLE flight_hit IS 'what came over a flight after it was planned; an open one that blocks keeps it on the ground';
COMMENT ON COLUMN flight_hit.contact IS 'which zone or flight, how many metres, from when to when, as told';
`;
