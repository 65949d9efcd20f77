import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the search of evidence finds its rows by: words of any script, flags, people, and the order of capture. */
export class IndexEvidenceSearch1764000073000 implements MigrationInterface {
  name = 'IndexEvidenceSearch1764000073000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [functions, indexes]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX evidence_item_words_idx, evidence_item_flags_idx, evidence_item_collectors_idx,
        evidence_item_uploaded_by_idx, evidence_item_captured_order_idx;
      DROP FUNCTION evidence_words(text, text, jsonb), text_pairs_query(text), text_pairs(text)`);
  }
}

const functions = `
CREATE FUNCTION text_pairs(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT pair), '{}'))
  FROM (
    SELECT unnest(ARRAY[sign, sign || lead(sign) OVER (ORDER BY at)]) AS pair
    FROM string_to_table(value, NULL) WITH ORDINALITY AS signs (sign, at)
  ) AS pairs
  WHERE pair IS NOT NULL
);
COMMENT ON FUNCTION text_pairs IS 'every character and every two that stand side by side: Chinese has no spaces to find words by';

CREATE FUNCTION text_pairs_query(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
  SELECT string_agg('''' || replace(replace(pair, E'\\\\', E'\\\\\\\\'), '''', '''''') || '''', ' & ')::tsquery
  FROM (
    SELECT CASE WHEN length(value) = 1 THEN sign ELSE sign || lead(sign) OVER (ORDER BY at) END AS pair
    FROM string_to_table(value, NULL) WITH ORDINALITY AS signs (sign, at)
  ) AS pairs
  WHERE pair IS NOT NULL
);
COMMENT ON FUNCTION text_pairs_query IS 'all pairs of a text: what holds the text holds them, not the other way round';

CREATE FUNCTION evidence_words(title text, file_name text, place jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  lower(coalesce(title, '') || chr(10) || file_name || chr(10) || coalesce(place ->> 'city', '') || chr(10)
    || coalesce(place ->> 'county', '') || chr(10) || coalesce(place -> 'inWords' ->> 'zh', ''));
COMMENT ON FUNCTION evidence_words IS 'what a search for text looks through, a line for each';
`;

const indexes = `
CREATE INDEX evidence_item_words_idx ON evidence_item USING gin (text_pairs(evidence_words(title, file_name, place)));
CREATE INDEX evidence_item_flags_idx ON evidence_item USING gin (flags);
CREATE INDEX evidence_item_collectors_idx ON evidence_item USING gin (collectors jsonb_path_ops);
CREATE INDEX evidence_item_uploaded_by_idx ON evidence_item (uploaded_by, id DESC);
CREATE INDEX evidence_item_captured_order_idx ON evidence_item
  ((coalesce(captured_at, '-infinity'::timestamptz)) DESC, id DESC);
`;
