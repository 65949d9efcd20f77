import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which cells of a grid each device was in each hour, so that a search by place reads only the frames concerned. */
export class CreateTelemetryVisit1764000043010 implements MigrationInterface {
  name = 'CreateTelemetryVisit1764000043010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [cell, visit, visitsSoFar]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE telemetry_visit`);
    await runner.query(`DROP FUNCTION telemetry_cell(double precision, double precision)`);
  }
}

const cell = `
CREATE FUNCTION telemetry_cell(lon double precision, lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN floor((lat + 90) * 100)::integer * 36000 + least(floor((lon + 180) * 100)::integer, 35999);
COMMENT ON FUNCTION telemetry_cell(double precision, double precision) IS
  'number of the cell of a hundredth of a degree, row by row from the south pole';
`;

// The hour comes first: what is written now lies together, and a search touches only the hours it is about.
const visit = `
CREATE TABLE telemetry_visit (
  hour timestamptz NOT NULL,
  cell integer NOT NULL,
  device_id uuid NOT NULL,
  CONSTRAINT telemetry_visit_pkey PRIMARY KEY (hour, cell, device_id)
);
COMMENT ON TABLE telemetry_visit IS 'frames of the device lie in that cell in that hour (its clock); written with the frames';
`;

const visitsSoFar = `
INSERT INTO telemetry_visit (hour, cell, device_id)
SELECT DISTINCT date_trunc('hour', at, 'UTC'), telemetry_cell(lon, lat), device_id FROM telemetry_sample WHERE lon IS NOT NULL;
`;
