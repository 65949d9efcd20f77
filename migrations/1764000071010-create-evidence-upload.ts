import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads that may be resumed: to whom each belongs, and what became of it. */
export class CreateEvidenceUpload1764000071010 implements MigrationInterface {
  name = 'CreateEvidenceUpload1764000071010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE evidence_upload (
  id uuid CONSTRAINT evidence_upload_pkey PRIMARY KEY,
  uploaded_by uuid NOT NULL CONSTRAINT evidence_upload_uploaded_by_fkey REFERENCES app_user (id),
  state text NOT NULL CONSTRAINT evidence_upload_state_check CHECK (state IN ('open', 'kept', 'refused')),
  file_name text NOT NULL,
  metadata jsonb NOT NULL,
  size_bytes bigint NOT NULL CONSTRAINT evidence_upload_size_bytes_check CHECK (size_bytes > 0),
  item_id uuid CONSTRAINT evidence_upload_item_fkey REFERENCES evidence_item (id),
  refusal jsonb,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT evidence_upload_outcome_check
    CHECK ((state = 'kept') = (item_id IS NOT NULL) AND (state = 'refused') = (refusal IS NOT NULL))
);
CREATE INDEX evidence_upload_open ON evidence_upload (uploaded_by) WHERE state = 'open';
CREATE INDEX evidence_upload_expiry ON evidence_upload (expires_at);
COMMENT ON TABLE evidence_upload IS 'resumable uploads; the file itself tells how much of it is there';
COMMENT ON COLUMN evidence_upload.refusal IS 'code and details of the answer to the whole file';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_upload;`);
  }
}
