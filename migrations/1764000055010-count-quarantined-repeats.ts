import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A refused message that comes again is held once, and says how often it came and when last. */
export class CountQuarantinedRepeats1764000055010 implements MigrationInterface {
  name = 'CountQuarantinedRepeats1764000055010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE quarantine
        ADD COLUMN times bigint NOT NULL DEFAULT 1 CONSTRAINT quarantine_times_check CHECK (times >= 1),
        ADD COLUMN last_received_at timestamptz;
      UPDATE quarantine SET last_received_at = received_at;
      ALTER TABLE quarantine ALTER COLUMN last_received_at SET NOT NULL;
      COMMENT ON COLUMN quarantine.times IS 'how often it came: the same bytes of the same sender for the same reason';
      COMMENT ON COLUMN quarantine.last_received_at IS 'when it came last; received_at is the first time';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE quarantine DROP COLUMN times, DROP COLUMN last_received_at`);
  }
}
