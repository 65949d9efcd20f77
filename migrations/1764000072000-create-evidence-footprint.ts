import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ground that items show: each computation is kept, and one of them stands. */
export class CreateEvidenceFootprint1764000072000 implements MigrationInterface {
  name = 'CreateEvidenceFootprint1764000072000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(footprint);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_footprint`);
  }
}

const footprint = `
CREATE TABLE evidence_footprint (
  id uuid CONSTRAINT pk_evidence_footprint PRIMARY KEY,
  item_id uuid NOT NULL CONSTRAINT fk_evidence_footprint_item REFERENCES evidence_item (id),
  computed_at timestamptz NOT NULL,
  outcome text NOT NULL CONSTRAINT ck_evidence_footprint_outcome CHECK (outcome IN ('computed', 'given', 'above_horizon',
    'beyond_range', 'no_position', 'no_height', 'no_attitude', 'lens_unknown', 'camera_reversed', 'map_edge')),
  geometry jsonb,
  bounds box,
  details jsonb NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT ck_evidence_footprint_geometry CHECK (
    (geometry IS NULL) = (bounds IS NULL) AND (geometry IS NOT NULL) = (outcome IN ('computed', 'given')))
);
CREATE UNIQUE INDEX uq_evidence_footprint_standing ON evidence_footprint (item_id) WHERE superseded_at IS NULL;
CREATE INDEX ix_evidence_footprint_item ON evidence_footprint (item_id, id DESC);
CREATE INDEX ix_evidence_footprint_bounds ON evidence_footprint USING gist (bounds)
  WHERE superseded_at IS NULL AND bounds IS NOT NULL;
CREATE TRIGGER evidence_footprint_unchanged BEFORE UPDATE ON evidence_footprint FOR EACH ROW
  WHEN ((OLD.id, OLD.item_id, OLD.computed_at, OLD.outcome, OLD.geometry, OLD.details)
    IS DISTINCT FROM (NEW.id, NEW.item_id, NEW.computed_at, NEW.outcome, NEW.geometry, NEW.details)
    OR OLD.superseded_at IS NOT NULL)
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evidence_footprint_kept BEFORE DELETE OR TRUNCATE ON evidence_footprint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE evidence_footprint IS 'the ground an item shows, or why that is not known; the one not superseded stands';
COMMENT ON COLUMN evidence_footprint.bounds IS 'box around the geometry, degrees: finds what may meet a place';
`;
