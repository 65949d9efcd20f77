import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a clock of others said of ours, once an hour. */
export class CompareClocks1764000076000 implements MigrationInterface {
  name = 'CompareClocks1764000076000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE clock_comparison (
  hour timestamptz CONSTRAINT clock_comparison_pkey PRIMARY KEY,
  compared_at timestamptz NOT NULL,
  server text,
  offset_ms double precision,
  CONSTRAINT clock_comparison_offset_check CHECK (server IS NOT NULL OR offset_ms IS NULL)
);
COMMENT ON COLUMN clock_comparison.server IS 'null: nobody is configured to be asked';
COMMENT ON COLUMN clock_comparison.offset_ms IS 'by which the other clock is ahead of ours; null: it did not answer';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE clock_comparison;`);
  }
}
