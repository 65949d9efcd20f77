import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An item is held against a layer again when its position is another; how sure the position is, is part of the answer. */
export class JudgeLayersAgain1764000077400 implements MigrationInterface {
  name = 'JudgeLayersAgain1764000077400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_layer_tag
  ADD COLUMN revision smallint NOT NULL DEFAULT 1
    CONSTRAINT evidence_layer_tag_revision_check CHECK (revision > 0),
  ADD COLUMN position_uncertainty_metres double precision
    CONSTRAINT evidence_layer_tag_position_uncertainty_check CHECK (position_uncertainty_metres > 0),
  DROP CONSTRAINT evidence_layer_tag_key,
  ADD CONSTRAINT uq_evidence_layer_tag_revision UNIQUE (item_id, layer_id, revision),
  DROP CONSTRAINT evidence_layer_tag_relation_check,
  ADD CONSTRAINT evidence_layer_tag_relation_check CHECK (relation IN ('inside', 'near', 'outside', 'uncertain')),
  ADD CONSTRAINT evidence_layer_tag_uncertain_check
    CHECK (relation <> 'uncertain' OR position_uncertainty_metres IS NOT NULL);
ALTER TABLE evidence_layer_tag ALTER COLUMN revision DROP DEFAULT;
COMMENT ON TABLE evidence_layer_tag IS 'how a position of an item stands to one version of a layer; a later version, or another position, adds a row and changes none';
COMMENT ON COLUMN evidence_layer_tag.revision IS 'the highest of an item and a layer stands';
COMMENT ON COLUMN evidence_layer_tag.position_uncertainty_metres IS 'the item lies within so far of the position; null: unknown, and the claimed point was judged';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_layer_tag
  DROP CONSTRAINT evidence_layer_tag_uncertain_check,
  DROP CONSTRAINT evidence_layer_tag_relation_check,
  ADD CONSTRAINT evidence_layer_tag_relation_check CHECK (relation IN ('inside', 'near', 'outside')),
  DROP CONSTRAINT uq_evidence_layer_tag_revision,
  ADD CONSTRAINT evidence_layer_tag_key UNIQUE (item_id, layer_id),
  DROP COLUMN position_uncertainty_metres,
  DROP COLUMN revision;
COMMENT ON TABLE evidence_layer_tag IS 'how the position of an item stands to one version of a layer; a later version adds a row and changes none';
`);
  }
}
