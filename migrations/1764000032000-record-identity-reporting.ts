import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an aircraft reports who it is to the national platform. */
export class RecordIdentityReporting1764000032000 implements MigrationInterface {
  name = 'RecordIdentityReporting1764000032000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE device ADD COLUMN reports_identity text
  CONSTRAINT device_reports_identity_check CHECK (reports_identity IN ('yes', 'no'));
COMMENT ON COLUMN device.reports_identity IS 'to the national platform while it flies; empty: nobody has recorded it';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE device DROP COLUMN reports_identity`);
  }
}
