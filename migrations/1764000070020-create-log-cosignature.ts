import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Witnesses' signatures under heads of the log. */
export class CreateLogCosignature1764000070020 implements MigrationInterface {
  name = 'CreateLogCosignature1764000070020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE log_cosignature (
  size bigint NOT NULL CONSTRAINT log_cosignature_checkpoint_fkey REFERENCES log_checkpoint (size),
  name text NOT NULL,
  key_id text NOT NULL CONSTRAINT log_cosignature_key_id_check CHECK (key_id ~ '^[0-9a-f]{8}$'),
  signature bytea NOT NULL CONSTRAINT log_cosignature_signature_check CHECK (length(signature) = 72),
  signed_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT log_cosignature_pkey PRIMARY KEY (size, name, key_id)
);
CREATE TRIGGER log_cosignature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_cosignature IS 'C2SP cosignature/v1 of witnesses run elsewhere, verified before they are kept';
COMMENT ON COLUMN log_cosignature.signature IS 'the witness''s time, eight bytes, and its Ed25519 signature';
COMMENT ON COLUMN log_cosignature.signed_at IS 'by the witness''s clock';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE log_cosignature`);
  }
}
