import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans that are not filed yet, plans that change, and how long a check holds its airspace. */
export class KeepFlightDrafts1764000032010 implements MigrationInterface {
  name = 'KeepFlightDrafts1764000032010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [flight, hit]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE flight_decision DISABLE TRIGGER flight_decision_append_only;
DELETE FROM flight_decision d USING flight f WHERE f.id = d.flight_id AND (f.device_id IS NULL OR f.pilot_id IS NULL)
  AND f.origin <> 'unplanned';
ALTER TABLE flight_decision ENABLE TRIGGER flight_decision_append_only;
DELETE FROM flight_volume v USING flight f WHERE f.id = v.flight_id AND (f.device_id IS NULL OR f.pilot_id IS NULL)
  AND f.origin <> 'unplanned';
DELETE FROM flight WHERE (device_id IS NULL OR pilot_id IS NULL) AND origin <> 'unplanned';
DELETE FROM flight_hit h USING flight_hit later
  WHERE later.flight_id = h.flight_id AND later.id > h.id
    AND (later.zone_id = h.zone_id OR later.by_flight_id = h.by_flight_id);
DROP INDEX flight_hit_open_zone_key, flight_hit_open_by_flight_key, flight_held_until_idx;
ALTER TABLE flight_hit
  ADD CONSTRAINT flight_hit_zone_key UNIQUE (flight_id, zone_id),
  ADD CONSTRAINT flight_hit_by_flight_key UNIQUE (flight_id, by_flight_id);
ALTER TABLE flight DROP CONSTRAINT flight_origin_people_check;
ALTER TABLE flight ADD CONSTRAINT flight_origin_people_check
  CHECK (origin = 'unplanned' OR (pilot_id IS NOT NULL AND planned_by IS NOT NULL));
ALTER TABLE flight DROP CONSTRAINT flight_device_known_check, ALTER COLUMN device_id SET NOT NULL;
ALTER TABLE flight DROP COLUMN version, DROP COLUMN held_until;
`);
  }
}

const flight = `
ALTER TABLE flight
  ADD COLUMN version integer NOT NULL DEFAULT 1 CONSTRAINT flight_version_check CHECK (version > 0),
  ADD COLUMN held_until timestamptz CONSTRAINT flight_held_until_check CHECK (held_until IS NULL OR state = 'checked');
ALTER TABLE flight ALTER COLUMN version DROP DEFAULT, ALTER COLUMN device_id DROP NOT NULL;
ALTER TABLE flight ADD CONSTRAINT flight_device_known_check
  CHECK (device_id IS NOT NULL OR state IN ('draft', 'cancelled'));
ALTER TABLE flight DROP CONSTRAINT flight_origin_people_check;
ALTER TABLE flight ADD CONSTRAINT flight_origin_people_check CHECK (origin = 'unplanned'
  OR (planned_by IS NOT NULL AND (pilot_id IS NOT NULL OR state IN ('draft', 'cancelled'))));
CREATE INDEX flight_held_until_idx ON flight (held_until) WHERE held_until IS NOT NULL;
COMMENT ON COLUMN flight.device_id IS 'empty only for a draft, or one that was given up';
COMMENT ON COLUMN flight.pilot_id IS
  'empty only for a draft, or one that was given up, and for a flight that nobody planned, of a device in nobody''s hands';
COMMENT ON COLUMN flight.version IS 'rises with every change and every step';
COMMENT ON COLUMN flight.held_until IS 'until when a plan that was checked and not applied for holds its airspace';
`;

// What was settled may come over the flight once more, after one of the two changed its plan.
const hit = `
ALTER TABLE flight_hit DROP CONSTRAINT flight_hit_zone_key, DROP CONSTRAINT flight_hit_by_flight_key;
CREATE UNIQUE INDEX flight_hit_open_zone_key ON flight_hit (flight_id, zone_id) WHERE settled_at IS NULL;
CREATE UNIQUE INDEX flight_hit_open_by_flight_key ON flight_hit (flight_id, by_flight_id) WHERE settled_at IS NULL;
`;
