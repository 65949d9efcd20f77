import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of a case may be put in order at once, and what left it stays on record with its number. */
export class ArrangeCaseEvidence1764000074010 implements MigrationInterface {
  name = 'ArrangeCaseEvidence1764000074010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE case_evidence DROP CONSTRAINT case_evidence_position_key,
  ADD CONSTRAINT case_evidence_position_key UNIQUE (case_id, position) DEFERRABLE INITIALLY IMMEDIATE;
CREATE TABLE case_evidence_detachment (
  id uuid CONSTRAINT pk_case_evidence_detachment PRIMARY KEY,
  case_id uuid NOT NULL CONSTRAINT fk_case_evidence_detachment_case REFERENCES case_file (id),
  item_id uuid NOT NULL CONSTRAINT fk_case_evidence_detachment_item REFERENCES evidence_item (id),
  position integer NOT NULL,
  purpose text,
  attached_at timestamptz NOT NULL,
  attached_by uuid,
  reason text NOT NULL CONSTRAINT ck_case_evidence_detachment_reason CHECK (length(reason) BETWEEN 1 AND 500),
  detached_at timestamptz NOT NULL,
  detached_by uuid NOT NULL CONSTRAINT fk_case_evidence_detachment_detached_by REFERENCES app_user (id),
  detached_by_name text NOT NULL
);
CREATE INDEX ix_case_evidence_detachment_case ON case_evidence_detachment (case_id, id);
CREATE INDEX ix_case_evidence_detachment_item ON case_evidence_detachment (item_id);
CREATE TRIGGER case_evidence_detachment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_evidence_detachment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE case_evidence_detachment IS 'entries that were taken off a list of evidence; the item itself stays';
COMMENT ON COLUMN case_evidence_detachment.position IS 'the number it had; no later entry gets it by itself';
COMMENT ON COLUMN case_evidence_detachment.detached_by_name IS 'as the person was called then';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE case_evidence_detachment;
ALTER TABLE case_evidence DROP CONSTRAINT case_evidence_position_key,
  ADD CONSTRAINT case_evidence_position_key UNIQUE (case_id, position);
`);
  }
}
