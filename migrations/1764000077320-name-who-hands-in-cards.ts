import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Between the device and the intake a card was in somebody's hands. */
export class NameWhoHandsInCards1764000077320 implements MigrationInterface {
  name = 'NameWhoHandsInCards1764000077320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_intake ADD COLUMN handed_in_by jsonb
  CONSTRAINT ck_evidence_intake_handed_in_by CHECK (jsonb_typeof(handed_in_by) = 'object');
COMMENT ON COLUMN evidence_intake.handed_in_by IS 'who handed the card in, {userId, name}; null: not noted';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE evidence_intake DROP COLUMN handed_in_by`);
  }
}
