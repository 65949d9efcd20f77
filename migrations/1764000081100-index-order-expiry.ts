import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The service looks each second for orders that end by themselves. */
export class IndexOrderExpiry1764000081100 implements MigrationInterface {
  name = 'IndexOrderExpiry1764000081100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE INDEX work_order_expiry_idx ON work_order (ack_due_at)
  WHERE expires AND state IN ('ISSUED', 'DELIVERED', 'SEEN')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX work_order_expiry_idx`);
  }
}
