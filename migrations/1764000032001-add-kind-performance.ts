import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an aircraft of a kind can do and stand, as its maker publishes it. */
export class AddKindPerformance1764000032001 implements MigrationInterface {
  name = 'AddKindPerformance1764000032001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE device_kind ADD COLUMN performance jsonb
  CONSTRAINT device_kind_performance_check CHECK (jsonb_typeof(performance) = 'object');
COMMENT ON COLUMN device_kind.performance IS
  'figures that hold for every model of the kind, with their source; a figure that is absent or null is not known';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE device_kind DROP COLUMN performance`);
  }
}
