import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which instances watch flights now; each aircraft belongs to one of them. */
export class CreateDetectorInstance1764000030051 implements MigrationInterface {
  name = 'CreateDetectorInstance1764000030051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE detector_instance (
  id uuid CONSTRAINT detector_instance_pkey PRIMARY KEY,
  heard_at timestamptz NOT NULL
);
COMMENT ON COLUMN detector_instance.heard_at IS 'by the clock of the database; one that was not heard of for six seconds watches nothing';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE detector_instance`);
  }
}
