import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an external broker that we administer has to be told about devices, and what of it has been told. */
export class KeepBrokerAccounts1764000055000 implements MigrationInterface {
  name = 'KeepBrokerAccounts1764000055000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE mqtt_credential
        ADD COLUMN secret_sealed bytea,
        ADD COLUMN held_by_broker boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN mqtt_credential.secret_sealed IS 'only while an external broker that we administer may need it; null: nobody can read it again';
      COMMENT ON COLUMN mqtt_credential.held_by_broker IS 'the external broker knows the user name of this secret by us';
      CREATE INDEX mqtt_credential_held_idx ON mqtt_credential (device_id) WHERE held_by_broker;

      CREATE TABLE broker_account_change (
        device_id uuid CONSTRAINT broker_account_change_pkey PRIMARY KEY
          CONSTRAINT broker_account_change_device_fkey REFERENCES device (id),
        revision bigint NOT NULL DEFAULT 1,
        wanted_at timestamptz NOT NULL,
        next_attempt_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        last_error text
      );
      COMMENT ON TABLE broker_account_change IS 'devices whose log-ins and topics the external broker has to be told; gone when it was';
      COMMENT ON COLUMN broker_account_change.revision IS 'counts the changes: only what was told of the last one settles it';
      COMMENT ON COLUMN broker_account_change.wanted_at IS 'since when the broker is behind; in the future: when a secret for some hours ends';
      CREATE INDEX broker_account_change_due_idx ON broker_account_change (next_attempt_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE broker_account_change`);
    await runner.query(`ALTER TABLE mqtt_credential DROP COLUMN secret_sealed, DROP COLUMN held_by_broker`);
  }
}
