import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is refused now is found by when it came last: a message that comes again keeps the id of the first time. */
export class IndexLastQuarantined1764000060000 implements MigrationInterface {
  name = 'IndexLastQuarantined1764000060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX quarantine_last_idx ON quarantine (code, last_received_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX quarantine_last_idx`);
  }
}
