import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the columns of a unit's own ledger mean, as its people said. */
export class CreateLedgerMapping1764000026000 implements MigrationInterface {
  name = 'CreateLedgerMapping1764000026000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_mapping (
        unit_id uuid NOT NULL CONSTRAINT ledger_mapping_unit_fkey REFERENCES unit (id),
        heading text NOT NULL CONSTRAINT ledger_mapping_heading_check CHECK (length(heading) BETWEEN 1 AND 200),
        field text NOT NULL CONSTRAINT ledger_mapping_field_check CHECK (length(field) BETWEEN 1 AND 100),
        updated_at timestamptz NOT NULL,
        CONSTRAINT ledger_mapping_pkey PRIMARY KEY (unit_id, heading)
      )`);
    await runner.query(`COMMENT ON COLUMN ledger_mapping.heading IS 'without case, width, blanks and marks'`);
    await runner.query(
      `COMMENT ON COLUMN ledger_mapping.field IS 'of the register, attributes.<key> of a kind, or ignore'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ledger_mapping`);
  }
}
