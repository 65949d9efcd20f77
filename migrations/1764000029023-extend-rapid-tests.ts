import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs name the limit row that was applied. */
export class ExtendRapidTests1764000029023 implements MigrationInterface {
  name = 'ExtendRapidTests1764000029023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE rapid_test
  ADD COLUMN limit_id uuid CONSTRAINT rapid_test_limit_fkey REFERENCES limit_row (id),
  DROP CONSTRAINT rapid_test_reason_check,
  ADD CONSTRAINT rapid_test_reason_check CHECK (reason IN (
    'no_limit', 'limit_unstated', 'limit_ambiguous', 'unit_differs_from_limit', 'item_differs_from_limit'));
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE rapid_test
  DROP COLUMN limit_id,
  DROP CONSTRAINT rapid_test_reason_check,
  ADD CONSTRAINT rapid_test_reason_check CHECK (reason IN (
    'no_limit', 'unit_differs_from_limit', 'item_differs_from_limit'));
`);
  }
}
