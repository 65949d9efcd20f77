import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which days of frames the policy has removed, so that an empty stretch is not taken for silence of the device. */
export class CreateTelemetryRemoval1764000043000 implements MigrationInterface {
  name = 'CreateTelemetryRemoval1764000043000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(removal);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE telemetry_removal`);
  }
}

const removal = `
CREATE TABLE telemetry_removal (
  day date CONSTRAINT telemetry_removal_pkey PRIMARY KEY,
  removed_at timestamptz NOT NULL,
  removed bigint NOT NULL CONSTRAINT telemetry_removal_removed_check CHECK (removed >= 0),
  held bigint NOT NULL CONSTRAINT telemetry_removal_held_check CHECK (held >= 0)
);
COMMENT ON TABLE telemetry_removal IS 'UTC days whose frames were removed by policy; those under a track_hold are still there';
`;
