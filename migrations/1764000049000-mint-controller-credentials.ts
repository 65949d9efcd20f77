import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person may open the line of a controller for a day; that secret ends with the hands it was given into. */
export class MintControllerCredentials1764000049000 implements MigrationInterface {
  name = 'MintControllerCredentials1764000049000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE mqtt_credential
        ADD COLUMN user_id uuid CONSTRAINT mqtt_credential_user_fkey REFERENCES app_user (id),
        ADD COLUMN held_as uuid CONSTRAINT mqtt_credential_held_as_fkey REFERENCES device (id),
        ADD COLUMN custody_id uuid CONSTRAINT mqtt_credential_custody_fkey REFERENCES custody (id),
        ADD CONSTRAINT mqtt_credential_minted_check
          CHECK ((user_id IS NULL) = (held_as IS NULL) AND (user_id IS NULL OR expires_at IS NOT NULL) AND (custody_id IS NULL OR user_id IS NOT NULL));
      COMMENT ON COLUMN mqtt_credential.user_id IS 'who opened the line from the pilot page; null: a lasting secret';
      COMMENT ON COLUMN mqtt_credential.held_as IS 'the device whose custody is also this one''s; its next change of hands ends the secret';
      COMMENT ON COLUMN mqtt_credential.custody_id IS 'in whose hands it was then; null: at its unit. Good only while it stays so';
      CREATE INDEX mqtt_credential_held_as_idx ON mqtt_credential (held_as) WHERE user_id IS NOT NULL AND revoked_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM mqtt_credential WHERE user_id IS NOT NULL`);
    await runner.query(`ALTER TABLE mqtt_credential DROP COLUMN user_id, DROP COLUMN held_as, DROP COLUMN custody_id`);
  }
}
