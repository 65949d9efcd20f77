import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kits are looked after by people: their sort, what is in them, and the fields their lots have. */
export class ExtendKits1764000028031 implements MigrationInterface {
  name = 'ExtendKits1764000028031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE kit_kind
  ADD COLUMN category text CONSTRAINT kit_kind_category_check
    CHECK (category IN ('reagent', 'standard', 'test_strip', 'sampling', 'other')),
  ADD COLUMN contents jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN attribute_schema jsonb NOT NULL DEFAULT '{"type": "object", "properties": {}, "additionalProperties": false}',
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
UPDATE kit_kind SET category = CASE measure WHEN 'bag' THEN 'sampling' ELSE 'reagent' END;
ALTER TABLE kit_kind ALTER COLUMN category SET NOT NULL;
ALTER TABLE lot ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN kit_kind.contents IS 'the parts of one piece: names, how many, and whether the kit is of no use without';
COMMENT ON COLUMN kit_kind.attribute_schema IS 'JSON Schema of lot.attributes';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE lot DROP COLUMN attributes;
ALTER TABLE kit_kind DROP COLUMN category, DROP COLUMN contents, DROP COLUMN attribute_schema, DROP COLUMN version,
  DROP COLUMN created_at;
`);
  }
}
