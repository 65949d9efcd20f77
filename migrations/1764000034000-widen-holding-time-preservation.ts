import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sample may be preserved in every way at once, and the name of that is longer than sixty characters. */
export class WidenHoldingTimePreservation1764000034000 implements MigrationInterface {
  name = 'WidenHoldingTimePreservation1764000034000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(checked(200));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM holding_time WHERE length(preservation) > 60`);
    await runner.query(checked(60));
  }
}

const checked = (most: number) => `
ALTER TABLE holding_time
  DROP CONSTRAINT holding_time_preservation_check,
  ADD CONSTRAINT holding_time_preservation_check CHECK (length(preservation) BETWEEN 1 AND ${most});
`;
