import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The same place before and after, as two items of one case. */
export class CreateEvidencePair1764000074040 implements MigrationInterface {
  name = 'CreateEvidencePair1764000074040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE evidence_pair (
  id uuid CONSTRAINT pk_evidence_pair PRIMARY KEY,
  case_id uuid NOT NULL CONSTRAINT fk_evidence_pair_case REFERENCES case_file (id),
  before_item_id uuid NOT NULL CONSTRAINT fk_evidence_pair_before_item REFERENCES evidence_item (id),
  after_item_id uuid NOT NULL CONSTRAINT fk_evidence_pair_after_item REFERENCES evidence_item (id),
  note text CONSTRAINT ck_evidence_pair_note CHECK (length(note) BETWEEN 1 AND 1000),
  comparison jsonb NOT NULL,
  paired_at timestamptz NOT NULL,
  paired_by uuid NOT NULL CONSTRAINT fk_evidence_pair_paired_by REFERENCES app_user (id),
  paired_by_name text NOT NULL,
  CONSTRAINT uq_evidence_pair_items UNIQUE (case_id, before_item_id, after_item_id),
  CONSTRAINT ck_evidence_pair_items CHECK (before_item_id <> after_item_id)
);
CREATE INDEX ix_evidence_pair_case ON evidence_pair (case_id, id);
CREATE TRIGGER evidence_pair_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_pair
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN evidence_pair.comparison IS 'days, distance and difference of heading, as they were claimed then';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_pair`);
  }
}
