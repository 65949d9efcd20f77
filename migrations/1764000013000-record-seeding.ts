import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mode is marked before the first seed; that seeding has finished is a fact of its own. */
export class RecordSeeding1764000013000 implements MigrationInterface {
  name = 'RecordSeeding1764000013000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE installation ADD COLUMN seeded_at timestamptz`);
    // Until now the mark was made after the last seed.
    await runner.query(`UPDATE installation SET seeded_at = created_at WHERE mode = 'demonstration'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE installation DROP COLUMN seeded_at`);
  }
}
