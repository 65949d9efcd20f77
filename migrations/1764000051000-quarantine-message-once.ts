import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A message that comes again because its acknowledgement was lost is held once, as a frame is. */
export class QuarantineMessageOnce1764000051000 implements MigrationInterface {
  name = 'QuarantineMessageOnce1764000051000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE quarantine ADD COLUMN message_key bytea,
        ADD CONSTRAINT quarantine_message_key_check CHECK (length(message_key) = 32);
      COMMENT ON COLUMN quarantine.message_key IS 'sha256 of code, user name, topic and payload; null: held before there were keys';
      CREATE UNIQUE INDEX quarantine_message_key ON quarantine (message_key) WHERE message_key IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX quarantine_message_key`);
    await runner.query(`ALTER TABLE quarantine DROP COLUMN message_key`);
  }
}
