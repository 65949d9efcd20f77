import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts that count how often the edge was crossed, places that are not known, and flights that nobody watches. */
export class CountCrossings1764000058000 implements MigrationInterface {
  name = 'CountCrossings1764000058000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE flight_alert ADD COLUMN crossings integer NOT NULL DEFAULT 1
  CONSTRAINT flight_alert_crossings_check CHECK (crossings >= 1);
ALTER TABLE flight_alert ALTER COLUMN crossings DROP DEFAULT;
COMMENT ON COLUMN flight_alert.crossings IS 'how often the edge was crossed while it went on';
${kinds(`'unplanned', 'outside_volume', 'above_band', 'below_band', 'outside_period', 'prohibited_zone',
  'authorisation_zone', 'near_flight', 'lost_link', 'height_unknown', 'position_unknown', 'uncleared', 'blocked',
  'unwatched'`)}
CREATE INDEX flight_alert_open_idx ON flight_alert (kind) WHERE ended_at IS NULL;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX flight_alert_open_idx;
DELETE FROM flight_alert WHERE kind IN ('position_unknown', 'unwatched');
${kinds(`'unplanned', 'outside_volume', 'above_band', 'below_band', 'outside_period', 'prohibited_zone',
  'authorisation_zone', 'near_flight', 'lost_link', 'height_unknown', 'uncleared', 'blocked'`)}
ALTER TABLE flight_alert DROP COLUMN crossings;
`);
  }
}

function kinds(list: string): string {
  return `
ALTER TABLE flight_alert DROP CONSTRAINT flight_alert_kind_check;
ALTER TABLE flight_alert ADD CONSTRAINT flight_alert_kind_check CHECK (kind IN (${list}));`;
}
