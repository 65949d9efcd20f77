import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What could not be used may be read again once the reason is gone; what became of it is kept with the message. */
export class ReplayQuarantine1764000046000 implements MigrationInterface {
  name = 'ReplayQuarantine1764000046000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE quarantine
        ADD COLUMN replayed_at timestamptz,
        ADD COLUMN replay_code text,
        ADD CONSTRAINT quarantine_replay_check CHECK (replay_code IS NULL OR replayed_at IS NOT NULL);
      COMMENT ON COLUMN quarantine.replayed_at IS 'when it was last read again';
      COMMENT ON COLUMN quarantine.replay_code IS 'why it could not be used then either; null: it was taken';
      CREATE INDEX quarantine_waiting_idx ON quarantine (code, id) WHERE replayed_at IS NULL OR replay_code IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX quarantine_waiting_idx`);
    await runner.query(`ALTER TABLE quarantine DROP COLUMN replayed_at, DROP COLUMN replay_code`);
  }
}
