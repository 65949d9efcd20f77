import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stroke or a plus within a part no longer reads as one between parts: two places of a standard never share a key. */
export class SpellLimitKeysApart1764000053000 implements MigrationInterface {
  name = 'SpellLimitKeysApart1764000053000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      spelt(
        (text) => `regexp_replace(${text}, '([\\\\/])', '\\\\\\1', 'g')`,
        (text) => `regexp_replace(${text}, '([\\\\+])', '\\\\\\1', 'g')`,
      ),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const asItIs = (text: string) => text;
    await runner.query(spelt(asItIs, asItIs));
  }
}

type Escape = (text: string) => string;

/** Indexes go meanwhile: a key may be written that another row is about to give up. */
const spelt = (part: Escape, element: Escape) => `
ALTER TABLE limit_row DROP CONSTRAINT limit_row_version_key;
DROP INDEX limit_row_current_key;
UPDATE limit_row SET key = (
  SELECT string_agg(${part("coalesce(part, '')")}, '/' ORDER BY place)
  FROM unnest(ARRAY[standard, edition, clause, item, kind, class,
    conditions->>'waterBody',
    CASE WHEN jsonb_array_length(conditions->'landUses') <> 3 THEN ${joined('landUses', element)} END,
    'pH>' || (conditions->>'phAbove'),
    'pH<=' || (conditions->>'phUpTo'),
    'from ' || (conditions->>'builtFrom'),
    'before ' || (conditions->>'builtBefore'),
    ${joined('industries', element)},
    ${joined('matrices', element)}]) WITH ORDINALITY AS parts (part, place));
ALTER TABLE limit_row ADD CONSTRAINT limit_row_version_key UNIQUE (key, version);
CREATE UNIQUE INDEX limit_row_current_key ON limit_row (key) WHERE superseded_at IS NULL;
`;

function joined(name: string, element: Escape): string {
  const elements = `jsonb_array_elements_text(conditions->'${name}') AS element`;
  return `(SELECT string_agg(${element('element')}, '+' ORDER BY element COLLATE "C") FROM ${elements})`;
}
