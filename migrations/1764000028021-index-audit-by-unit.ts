import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the people of a unit did, newest first, without reading everybody's. */
export class IndexAuditByUnit1764000028021 implements MigrationInterface {
  name = 'IndexAuditByUnit1764000028021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX audit_entry_unit_idx ON audit_entry ((actor ->> 'unitId'), id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX audit_entry_unit_idx`);
  }
}
