import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos and papers of a device. */
export class CreateDeviceDocument1764000020020 implements MigrationInterface {
  name = 'CreateDeviceDocument1764000020020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_document (
  id uuid CONSTRAINT device_document_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_document_device_fkey REFERENCES device (id),
  file_id uuid NOT NULL CONSTRAINT device_document_file_fkey REFERENCES equipment_file (id),
  kind text NOT NULL CONSTRAINT device_document_kind_check
    CHECK (kind IN ('photo', 'manual', 'certificate', 'insurance', 'registration', 'invoice', 'other')),
  title text CONSTRAINT device_document_title_check CHECK (length(title) BETWEEN 1 AND 200),
  attached_by uuid NOT NULL CONSTRAINT device_document_attached_by_fkey REFERENCES app_user (id),
  attached_by_name text NOT NULL,
  attached_at timestamptz NOT NULL,
  detached_by uuid CONSTRAINT device_document_detached_by_fkey REFERENCES app_user (id),
  detached_at timestamptz,
  CONSTRAINT device_document_detached_check CHECK ((detached_at IS NULL) = (detached_by IS NULL))
);
CREATE UNIQUE INDEX device_document_file_key ON device_document (device_id, file_id) WHERE detached_at IS NULL;
CREATE INDEX device_document_device_idx ON device_document (device_id, id DESC) WHERE detached_at IS NULL;
CREATE INDEX device_document_file_idx ON device_document (file_id) WHERE detached_at IS NULL;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_document`);
  }
}
