import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts ask for what began within a period, across all sessions. */
export class IndexCommandCounts1764000084200 implements MigrationInterface {
  name = 'IndexCommandCounts1764000084200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX ix_work_order_issued ON work_order (issued_at)`);
    await runner.query(`CREATE INDEX ix_command_session_created ON command_session (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ix_work_order_issued, ix_command_session_created`);
  }
}
