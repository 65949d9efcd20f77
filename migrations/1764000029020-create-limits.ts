import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Limits of standards as versioned rows; how long samples keep. */
export class CreateLimits1764000029020 implements MigrationInterface {
  name = 'CreateLimits1764000029020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(limitRow);
    await runner.query(holdingTime);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE holding_time, limit_row`);
  }
}

const limitRow = `
CREATE TABLE limit_row (
  id uuid CONSTRAINT limit_row_pkey PRIMARY KEY,
  key text NOT NULL,
  version integer NOT NULL CONSTRAINT limit_row_version_check CHECK (version > 0),
  standard text NOT NULL CONSTRAINT limit_row_standard_check CHECK (length(standard) BETWEEN 1 AND 60),
  edition text NOT NULL CONSTRAINT limit_row_edition_check CHECK (length(edition) BETWEEN 1 AND 30),
  clause text NOT NULL CONSTRAINT limit_row_clause_check CHECK (length(clause) BETWEEN 1 AND 120),
  item text NOT NULL CONSTRAINT limit_row_item_check CHECK (length(item) BETWEEN 1 AND 60),
  kind text NOT NULL CONSTRAINT limit_row_kind_check
    CHECK (kind IN ('quality', 'screening', 'control', 'discharge', 'residue')),
  class text CONSTRAINT limit_row_class_check CHECK (length(class) BETWEEN 1 AND 60),
  conditions jsonb NOT NULL,
  operator text NOT NULL CONSTRAINT limit_row_operator_check CHECK (operator IN ('at_most', 'at_least', 'between')),
  low double precision,
  high double precision,
  unit text NOT NULL CONSTRAINT limit_row_unit_check CHECK (length(unit) BETWEEN 1 AND 30),
  valid_from date,
  valid_to date,
  source text NOT NULL CONSTRAINT limit_row_source_check CHECK (length(source) BETWEEN 1 AND 300),
  confirmed_by text NOT NULL CONSTRAINT limit_row_confirmed_by_check CHECK (confirmed_by IN ('two_copies', 'single_source')),
  confirmer text CONSTRAINT limit_row_confirmer_check CHECK (length(confirmer) BETWEEN 1 AND 120),
  origin text NOT NULL CONSTRAINT limit_row_origin_check CHECK (origin IN ('shipped', 'imported')),
  recorded_by uuid CONSTRAINT limit_row_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT limit_row_version_key UNIQUE (key, version),
  CONSTRAINT limit_row_bounds_check CHECK (
    (operator = 'at_most' AND low IS NULL AND high IS NOT NULL)
    OR (operator = 'at_least' AND low IS NOT NULL AND high IS NULL)
    OR (operator = 'between' AND low <= high)),
  CONSTRAINT limit_row_validity_check CHECK (valid_from < valid_to),
  CONSTRAINT limit_row_confirmed_check CHECK ((confirmed_by = 'two_copies') = (confirmer IS NOT NULL))
);
CREATE UNIQUE INDEX limit_row_current_key ON limit_row (key) WHERE superseded_at IS NULL;
CREATE INDEX limit_row_item_idx ON limit_row (standard, item) WHERE superseded_at IS NULL;
COMMENT ON COLUMN limit_row.key IS 'the place in the standard; rows with the same key are versions of each other';
COMMENT ON COLUMN limit_row.confirmer IS 'who compared two independent copies; empty for what was seen in one';
COMMENT ON COLUMN limit_row.valid_to IS 'the first day in China on which it is not in force any more';
`;

const holdingTime = `
CREATE TABLE holding_time (
  id uuid CONSTRAINT holding_time_pkey PRIMARY KEY,
  medium text NOT NULL,
  item text NOT NULL CONSTRAINT holding_time_item_check CHECK (length(item) BETWEEN 1 AND 60),
  preservation text NOT NULL CONSTRAINT holding_time_preservation_check CHECK (length(preservation) BETWEEN 1 AND 60),
  hours double precision NOT NULL CONSTRAINT holding_time_hours_check CHECK (hours > 0 AND hours <= 87600),
  version integer NOT NULL CONSTRAINT holding_time_version_check CHECK (version > 0),
  source text NOT NULL CONSTRAINT holding_time_source_check CHECK (length(source) BETWEEN 1 AND 300),
  confirmed_by text NOT NULL CONSTRAINT holding_time_confirmed_by_check
    CHECK (confirmed_by IN ('two_copies', 'single_source')),
  confirmer text CONSTRAINT holding_time_confirmer_check CHECK (length(confirmer) BETWEEN 1 AND 120),
  recorded_by uuid NOT NULL CONSTRAINT holding_time_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT holding_time_version_key UNIQUE (medium, item, preservation, version),
  CONSTRAINT holding_time_confirmed_check CHECK ((confirmed_by = 'two_copies') = (confirmer IS NOT NULL))
);
CREATE UNIQUE INDEX holding_time_current_key ON holding_time (medium, item, preservation) WHERE superseded_at IS NULL;
COMMENT ON TABLE holding_time IS 'how long after it was taken a sample may be tested for an item, as it was preserved';
`;
