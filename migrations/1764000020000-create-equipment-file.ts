import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos and documents of the pool: names for bytes in the store of originals. */
export class CreateEquipmentFile1764000020000 implements MigrationInterface {
  name = 'CreateEquipmentFile1764000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE equipment_file (
  id uuid CONSTRAINT equipment_file_pkey PRIMARY KEY,
  sha256 text NOT NULL CONSTRAINT equipment_file_blob_fkey REFERENCES blob (sha256),
  file_name text NOT NULL CONSTRAINT equipment_file_file_name_check CHECK (length(file_name) BETWEEN 1 AND 200),
  unit_id uuid NOT NULL CONSTRAINT equipment_file_unit_fkey REFERENCES unit (id),
  uploaded_by uuid NOT NULL CONSTRAINT equipment_file_uploaded_by_fkey REFERENCES app_user (id),
  uploaded_by_name text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  CONSTRAINT equipment_file_bytes_key UNIQUE (uploaded_by, unit_id, sha256)
);
CREATE INDEX equipment_file_blob_idx ON equipment_file (sha256);
CREATE TRIGGER equipment_file_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON equipment_file
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN equipment_file.unit_id IS 'the uploader''s unit at that time';
COMMENT ON CONSTRAINT equipment_file_bytes_key ON equipment_file IS 'the same bytes again from the same person are the same file';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE equipment_file`);
  }
}
