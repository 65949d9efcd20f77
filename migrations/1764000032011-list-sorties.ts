import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each take-off of a flight with its landing, and what was wrong with taking off. */
export class ListSorties1764000032011 implements MigrationInterface {
  name = 'ListSorties1764000032011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [sortie, known, flags]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE flight_sortie;
DELETE FROM flight_alert WHERE kind IN ('uncleared', 'blocked');
ALTER TABLE flight_alert DROP CONSTRAINT flight_alert_kind_check;
ALTER TABLE flight_alert ADD CONSTRAINT flight_alert_kind_check CHECK (kind IN (
  'unplanned', 'outside_volume', 'above_band', 'below_band', 'outside_period', 'prohibited_zone',
  'authorisation_zone', 'near_flight', 'lost_link', 'height_unknown'));
ALTER TABLE flight DROP COLUMN take_off_flags;
`);
  }
}

const sortie = `
CREATE TABLE flight_sortie (
  flight_id uuid NOT NULL CONSTRAINT flight_sortie_flight_fkey REFERENCES flight (id),
  ordinal smallint NOT NULL CONSTRAINT flight_sortie_ordinal_check CHECK (ordinal > 0),
  taken_off_at timestamptz NOT NULL,
  landed_at timestamptz CONSTRAINT flight_sortie_landed_at_check CHECK (landed_at >= taken_off_at),
  taken_off_from point,
  CONSTRAINT flight_sortie_pkey PRIMARY KEY (flight_id, ordinal)
);
CREATE UNIQUE INDEX flight_sortie_open_key ON flight_sortie (flight_id) WHERE landed_at IS NULL;
COMMENT ON TABLE flight_sortie IS 'every take-off of a flight with its landing: the battery is changed in between';
COMMENT ON COLUMN flight_sortie.landed_at IS 'empty while it is in the air';
COMMENT ON COLUMN flight.taken_off_at IS 'the first take-off; each one is in flight_sortie';
COMMENT ON COLUMN flight.landed_at IS 'the last landing; empty while the aircraft is in the air';
`;

const known = `
INSERT INTO flight_sortie (flight_id, ordinal, taken_off_at, landed_at, taken_off_from)
SELECT id, 1, taken_off_at,
  CASE WHEN state IN ('airborne', 'nonconforming', 'contingent') THEN NULL ELSE coalesce(landed_at, taken_off_at) END,
  taken_off_from
FROM flight WHERE taken_off_at IS NOT NULL;
`;

const flags = `
ALTER TABLE flight ADD COLUMN take_off_flags jsonb NOT NULL DEFAULT '[]';
ALTER TABLE flight ALTER COLUMN take_off_flags DROP DEFAULT;
COMMENT ON COLUMN flight.take_off_flags IS 'what was wrong with taking off: without clearance, or against what stood in the way';
ALTER TABLE flight_alert DROP CONSTRAINT flight_alert_kind_check;
ALTER TABLE flight_alert ADD CONSTRAINT flight_alert_kind_check CHECK (kind IN (
  'unplanned', 'outside_volume', 'above_band', 'below_band', 'outside_period', 'prohibited_zone',
  'authorisation_zone', 'near_flight', 'lost_link', 'height_unknown', 'uncleared', 'blocked'));
`;
