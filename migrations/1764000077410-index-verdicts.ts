import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the newest run of each item found, as it is and as those see it who may not know where the item comes from. */
export class IndexVerdicts1764000077410 implements MigrationInterface {
  name = 'IndexVerdicts1764000077410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE evidence_verdict (
  item_id uuid CONSTRAINT pk_evidence_verdict PRIMARY KEY
    CONSTRAINT fk_evidence_verdict_item REFERENCES evidence_item (id),
  run_id uuid NOT NULL,
  verdict text NOT NULL
    CONSTRAINT ck_evidence_verdict_verdict CHECK (verdict IN ('consistent', 'inconsistent', 'unknown')),
  withheld_verdict text
    CONSTRAINT ck_evidence_verdict_withheld CHECK (withheld_verdict IN ('consistent', 'inconsistent', 'unknown'))
);
CREATE INDEX ix_evidence_verdict_verdict ON evidence_verdict (verdict, item_id);
CREATE INDEX ix_evidence_verdict_withheld ON evidence_verdict (withheld_verdict, item_id);
COMMENT ON TABLE evidence_verdict IS 'what the newest run of an item found; the runs say it, this only finds it';
COMMENT ON COLUMN evidence_verdict.run_id IS 'the newest in corroboration; without a key to it, so that nothing but the guard of that table answers who would empty it';
COMMENT ON COLUMN evidence_verdict.withheld_verdict IS 'without the checks that rest on where the item comes from; null: from before this was kept';
INSERT INTO evidence_verdict (item_id, run_id, verdict)
  SELECT DISTINCT ON (item_id) item_id, id, verdict FROM corroboration ORDER BY item_id, id DESC;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_verdict`);
  }
}
