import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists and the calendar ask for by time, and what ever hit a flight. */
export class IndexMissionLists1764000053010 implements MigrationInterface {
  name = 'IndexMissionLists1764000053010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE INDEX rapid_test_at_idx ON rapid_test (at);
CREATE INDEX sample_taken_at_idx ON sample (taken_at);
CREATE INDEX assistance_request_due_at_idx ON assistance_request (due_at);
CREATE INDEX flight_hit_flight_idx ON flight_hit (flight_id, id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX rapid_test_at_idx, sample_taken_at_idx, assistance_request_due_at_idx, flight_hit_flight_idx;
`);
  }
}
