import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Another name for the same bytes is another file; an upload that is sent again under its key is the same one. */
export class NameEquipmentFiles1764000028010 implements MigrationInterface {
  name = 'NameEquipmentFiles1764000028010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE equipment_file DROP CONSTRAINT equipment_file_bytes_key,
  ADD CONSTRAINT equipment_file_bytes_key UNIQUE (uploaded_by, unit_id, sha256, file_name);
COMMENT ON CONSTRAINT equipment_file_bytes_key ON equipment_file IS 'the same bytes under the same name again from the same person are the same file';

CREATE TABLE equipment_file_key (
  uploaded_by uuid NOT NULL CONSTRAINT equipment_file_key_uploaded_by_fkey REFERENCES app_user (id),
  key text NOT NULL CONSTRAINT equipment_file_key_key_check CHECK (key ~ '^[0-9a-f]{64}$'),
  file_id uuid NOT NULL CONSTRAINT equipment_file_key_file_fkey REFERENCES equipment_file (id),
  CONSTRAINT equipment_file_key_pkey PRIMARY KEY (uploaded_by, key)
);
CREATE TRIGGER equipment_file_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON equipment_file_key
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN equipment_file_key.key IS 'sha256 of the client''s Idempotency-Key';
`);
  }

  /** Refused once somebody has named the same bytes twice. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE equipment_file_key;
ALTER TABLE equipment_file DROP CONSTRAINT equipment_file_bytes_key,
  ADD CONSTRAINT equipment_file_bytes_key UNIQUE (uploaded_by, unit_id, sha256);
COMMENT ON CONSTRAINT equipment_file_bytes_key ON equipment_file IS 'the same bytes again from the same person are the same file';
`);
  }
}
