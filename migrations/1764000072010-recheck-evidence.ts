import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Items whose checks run again when more is known: each waits once, however often that is said. */
export class RecheckEvidence1764000072010 implements MigrationInterface {
  name = 'RecheckEvidence1764000072010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(occasions(`'intake', 'demand', 'telemetry', 'preview', 'claim'`));
    await runner.query(recheck);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_recheck`);
    await runner.query(occasions(`'intake', 'demand'`));
  }
}

const occasions = (codes: string): string => `
ALTER TABLE corroboration DROP CONSTRAINT corroboration_occasion_check,
  ADD CONSTRAINT corroboration_occasion_check CHECK (occasion IN (${codes}))`;

const recheck = `
CREATE TABLE evidence_recheck (
  item_id uuid CONSTRAINT pk_evidence_recheck PRIMARY KEY
    CONSTRAINT fk_evidence_recheck_item REFERENCES evidence_item (id),
  due_at timestamptz NOT NULL,
  occasion text NOT NULL CONSTRAINT ck_evidence_recheck_occasion CHECK (occasion IN ('telemetry', 'preview')),
  failures integer NOT NULL DEFAULT 0 CONSTRAINT ck_evidence_recheck_failures CHECK (failures >= 0)
);
CREATE INDEX ix_evidence_recheck_due ON evidence_recheck (due_at);
COMMENT ON TABLE evidence_recheck IS 'items whose checks run again; gone once they have';
`;
