import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the sensors of a dock last said about the air around it. */
export class KeepLatestEnvironment1764000032002 implements MigrationInterface {
  name = 'KeepLatestEnvironment1764000032002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE device_latest
  ADD COLUMN environment_at timestamptz,
  ADD COLUMN environment_wind_metres_per_second real,
  ADD COLUMN environment_rainfall real,
  ADD COLUMN environment_celsius real,
  ADD CONSTRAINT device_latest_environment_check CHECK ((environment_at IS NULL) = (num_nonnulls(
    environment_wind_metres_per_second, environment_rainfall, environment_celsius) = 0));
COMMENT ON COLUMN device_latest.environment_rainfall IS '0 none, 1 light, 2 moderate, 3 heavy';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE device_latest DROP COLUMN environment_at, DROP COLUMN environment_wind_metres_per_second,
  DROP COLUMN environment_rainfall, DROP COLUMN environment_celsius
`);
  }
}
