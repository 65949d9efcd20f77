import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was measured from evidence: areas, lengths, heights, volumes; derived records that nobody changes. */
export class CreateMeasurements1764000073020 implements MigrationInterface {
  name = 'CreateMeasurements1764000073020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(measurement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE measurement`);
  }
}

const measurement = `
CREATE TABLE measurement (
  id uuid CONSTRAINT measurement_pkey PRIMARY KEY,
  kind text NOT NULL CONSTRAINT measurement_kind_check CHECK (kind IN ('area', 'length', 'height', 'volume')),
  title text CONSTRAINT measurement_title_check CHECK (length(title) BETWEEN 1 AND 300),
  unit_id uuid NOT NULL CONSTRAINT measurement_unit_fkey REFERENCES unit (id),
  case_id uuid CONSTRAINT measurement_case_fkey REFERENCES case_file (id),
  geometry jsonb,
  bounds box,
  items jsonb NOT NULL,
  inputs jsonb NOT NULL,
  method text NOT NULL CONSTRAINT measurement_method_check CHECK (method IN (
    'ELLIPSOID_AREA', 'ELLIPSOID_LENGTH', 'HEIGHT_DIFFERENCE', 'SURFACE_ABOVE_PLANE', 'BETWEEN_SURFACES')),
  result jsonb NOT NULL,
  uncertainty jsonb NOT NULL,
  measured_by uuid NOT NULL CONSTRAINT measurement_measured_by_fkey REFERENCES app_user (id),
  measurer jsonb NOT NULL,
  measured_at timestamptz NOT NULL,
  CONSTRAINT measurement_bounds_check CHECK ((geometry IS NULL) = (bounds IS NULL))
);
CREATE INDEX measurement_unit_idx ON measurement (unit_id, id DESC);
CREATE INDEX measurement_case_idx ON measurement (case_id, id DESC) WHERE case_id IS NOT NULL;
CREATE INDEX measurement_bounds_idx ON measurement USING gist (bounds) WHERE bounds IS NOT NULL;
CREATE TRIGGER measurement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON measurement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN measurement.unit_id IS 'the unit of the case, or the measurer''s';
COMMENT ON COLUMN measurement.items IS 'evidence it was measured from: ids and sha256';
COMMENT ON COLUMN measurement.uncertainty IS 'by which model, from what, and how much; unknown where nothing is known of the input';
COMMENT ON COLUMN measurement.measurer IS 'who measured, as he or she was then';
`;
