import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That an incident was reported, and how often people were reminded of it. */
export class ChaseIncidentReports1764000032012 implements MigrationInterface {
  name = 'ChaseIncidentReports1764000032012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE flight
  ADD COLUMN incident_stage smallint NOT NULL DEFAULT 0
    CONSTRAINT flight_incident_stage_check CHECK (incident_stage BETWEEN 0 AND 3),
  ADD COLUMN incident_reported_at timestamptz,
  ADD COLUMN incident_reported_to text
    CONSTRAINT flight_incident_reported_to_check CHECK (length(incident_reported_to) BETWEEN 1 AND 200),
  ADD COLUMN incident_reference text
    CONSTRAINT flight_incident_reference_check CHECK (length(incident_reference) BETWEEN 1 AND 100),
  ADD COLUMN incident_reported_by uuid CONSTRAINT flight_incident_reported_by_fkey REFERENCES app_user (id);
ALTER TABLE flight ALTER COLUMN incident_stage DROP DEFAULT;
ALTER TABLE flight ADD CONSTRAINT flight_incident_reported_check CHECK (
  num_nulls(incident_reported_at, incident_reported_to, incident_reported_by) IN (0, 3)
  AND (incident_reported_at IS NULL OR incident IS NOT NULL)
  AND (incident_reference IS NULL OR incident_reported_at IS NOT NULL));
CREATE INDEX flight_incident_open_idx ON flight (landed_at)
  WHERE incident IS NOT NULL AND incident_reported_at IS NULL AND incident_stage < 3;
COMMENT ON COLUMN flight.incident_stage IS 'reminders sent before the deadline of Order 761 art. 40: 1, 2; 3: it has passed';
COMMENT ON COLUMN flight.incident_reported_to IS 'the authority that it was reported to';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE flight DROP COLUMN incident_stage, DROP COLUMN incident_reported_at, DROP COLUMN incident_reported_to,
  DROP COLUMN incident_reference, DROP COLUMN incident_reported_by;
`);
  }
}
