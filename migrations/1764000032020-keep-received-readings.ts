import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an instrument sent stays as it came, whatever a person adds to it, and what was added is named. */
export class KeepReceivedReadings1764000032020 implements MigrationInterface {
  name = 'KeepReceivedReadings1764000032020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kept);
    await runner.query(`
      CREATE FUNCTION rapid_test_received_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'what an instrument sent is not changed' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER rapid_test_received_stays BEFORE UPDATE ON rapid_test FOR EACH ROW
      WHEN (OLD.received IS DISTINCT FROM NEW.received) EXECUTE FUNCTION rapid_test_received_stays()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER rapid_test_received_stays ON rapid_test`);
    await runner.query(`DROP FUNCTION rapid_test_received_stays`);
    await runner.query(`
      ALTER TABLE rapid_test DROP COLUMN received, DROP COLUMN completed_fields,
        DROP CONSTRAINT rapid_test_reason_check,
        ADD CONSTRAINT rapid_test_reason_check CHECK (reason IN (${REASONS})) NOT VALID`);
  }
}

const REASONS = `
  'no_limit', 'limit_unstated', 'limit_ambiguous', 'unit_differs_from_limit', 'unit_differs_from_card',
  'item_differs_from_limit', 'detection_limit_too_high', 'below_quantification', 'turning_point_differs',
  'known_interference'`;

// Until now value, unit, item, time and place were never changed, so the columns of older runs are what came.
const kept = `
ALTER TABLE rapid_test
  ADD COLUMN received jsonb,
  ADD COLUMN completed_fields text[],
  DROP CONSTRAINT rapid_test_reason_check,
  ADD CONSTRAINT rapid_test_reason_check CHECK (reason IN (${REASONS}, 'below_zero'));
UPDATE rapid_test SET received = jsonb_build_object(
  'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'item', item, 'value', value, 'unit', unit, 'lot', lot_number, 'readings', to_jsonb(readings),
  'position', CASE WHEN position IS NOT NULL THEN jsonb_build_object('lon', position[0], 'lat', position[1]) END)
WHERE origin = 'instrument';
ALTER TABLE rapid_test
  ADD CONSTRAINT rapid_test_received_check CHECK ((origin = 'instrument') = (received IS NOT NULL)),
  ADD CONSTRAINT rapid_test_completed_fields_check CHECK (completed_fields IS NULL OR completed_at IS NOT NULL);
COMMENT ON COLUMN rapid_test.received IS 'what the instrument sent, as it came; null where a person entered the run';
COMMENT ON COLUMN rapid_test.completed_fields IS 'what a person added; null where nobody did or it was not noted yet';
`;
