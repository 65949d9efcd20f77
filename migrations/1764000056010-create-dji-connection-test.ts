import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the tests of the connection of DJI devices found. One runs at a time in an installation. */
export class CreateDjiConnectionTest1764000056010 implements MigrationInterface {
  name = 'CreateDjiConnectionTest1764000056010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE dji_connection_test (
  id uuid CONSTRAINT dji_connection_test_pkey PRIMARY KEY,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  actor_id uuid NOT NULL,
  actor_name text NOT NULL,
  connection_version integer NOT NULL,
  is_local boolean NOT NULL,
  verdict text CONSTRAINT dji_connection_test_verdict_check CHECK (verdict IN ('ok', 'failed', 'unknown')),
  steps jsonb,
  CONSTRAINT dji_connection_test_ended_check
    CHECK ((verdict IS NULL) = (steps IS NULL) AND (verdict IS NULL OR ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX dji_connection_test_running_key ON dji_connection_test ((true)) WHERE ended_at IS NULL;
CREATE INDEX dji_connection_test_began_idx ON dji_connection_test (began_at);
COMMENT ON COLUMN dji_connection_test.verdict IS 'null once it has ended: it broke off with its process';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE dji_connection_test`);
  }
}
