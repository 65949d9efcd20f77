import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exports of evidence: who asked for what, and what became of it. */
export class CreateEvidenceExport1764000076010 implements MigrationInterface {
  name = 'CreateEvidenceExport1764000076010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE evidence_export (
  id uuid CONSTRAINT evidence_export_pkey PRIMARY KEY,
  case_id uuid NOT NULL CONSTRAINT evidence_export_case_fkey REFERENCES case_file (id),
  unit_id uuid NOT NULL CONSTRAINT evidence_export_unit_fkey REFERENCES unit (id),
  requested_by uuid NOT NULL CONSTRAINT evidence_export_requester_fkey REFERENCES app_user (id),
  requester jsonb NOT NULL,
  requested_at timestamptz NOT NULL,
  purpose text NOT NULL,
  item_ids uuid[] NOT NULL CONSTRAINT evidence_export_items_check CHECK (cardinality(item_ids) > 0),
  state text NOT NULL CONSTRAINT evidence_export_state_check CHECK (state IN ('waiting', 'ready', 'failed', 'expired')),
  failure text,
  finished_at timestamptz,
  sha256 text,
  seal_sha256 text,
  size_bytes bigint,
  expires_at timestamptz,
  CONSTRAINT evidence_export_failure_check CHECK ((failure IS NOT NULL) = (state = 'failed')),
  CONSTRAINT evidence_export_finished_check CHECK ((finished_at IS NULL) = (state = 'waiting')),
  CONSTRAINT evidence_export_file_check CHECK (
    num_nonnulls(sha256, seal_sha256, size_bytes, expires_at) = CASE WHEN state IN ('ready', 'expired') THEN 4 ELSE 0 END
  )
);
CREATE INDEX evidence_export_case_idx ON evidence_export (case_id, id DESC);
CREATE INDEX evidence_export_unit_idx ON evidence_export (unit_id, id DESC);
CREATE INDEX evidence_export_expiry_idx ON evidence_export (expires_at) WHERE state = 'ready';
COMMENT ON COLUMN evidence_export.item_ids IS 'in the order of the exhibits';
COMMENT ON COLUMN evidence_export.seal_sha256 IS 'of the seal, which names every file of the bag';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_export;`);
  }
}
