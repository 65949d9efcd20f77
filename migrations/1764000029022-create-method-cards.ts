import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a kit or an instrument is used, step by step, as versions. */
export class CreateMethodCards1764000029022 implements MigrationInterface {
  name = 'CreateMethodCards1764000029022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(methodCard);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE method_card`);
  }
}

const methodCard = `
CREATE TABLE method_card (
  id uuid CONSTRAINT method_card_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT method_card_code_check CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,49}$'),
  version integer NOT NULL CONSTRAINT method_card_version_check CHECK (version > 0),
  name_zh text NOT NULL CONSTRAINT method_card_name_zh_check CHECK (length(name_zh) BETWEEN 1 AND 100),
  name_en text NOT NULL CONSTRAINT method_card_name_en_check CHECK (length(name_en) BETWEEN 1 AND 100),
  kit_code text CONSTRAINT method_card_kit_fkey REFERENCES kit_kind (code),
  device_kind_code text CONSTRAINT method_card_device_kind_fkey REFERENCES device_kind (code),
  items text[] NOT NULL CONSTRAINT method_card_items_check CHECK (cardinality(items) > 0),
  method_code text CONSTRAINT method_card_method_code_check CHECK (length(method_code) BETWEEN 1 AND 60),
  principle text NOT NULL CONSTRAINT method_card_principle_check CHECK (principle IN (
    'electrode', 'colorimetry', 'enzyme_inhibition', 'colloidal_gold', 'stripping_voltammetry', 'xrf',
    'bioluminescence', 'sensor', 'other')),
  reads text NOT NULL CONSTRAINT method_card_reads_check CHECK (reads IN ('value', 'outcome')),
  unit text CONSTRAINT method_card_unit_check CHECK (length(unit) BETWEEN 1 AND 30),
  detection_limit double precision CONSTRAINT method_card_detection_limit_check CHECK (detection_limit >= 0),
  range_low double precision,
  range_high double precision,
  most_deviation_percent double precision CONSTRAINT method_card_most_deviation_percent_check
    CHECK (most_deviation_percent > 0),
  read_from_seconds integer,
  read_to_seconds integer,
  steps jsonb NOT NULL,
  controls jsonb NOT NULL,
  photos text[] NOT NULL CONSTRAINT method_card_photos_check
    CHECK (photos <@ ARRAY['display', 'strip', 'kit_label', 'sample', 'place']),
  interferences text[] NOT NULL,
  source text NOT NULL CONSTRAINT method_card_source_check CHECK (length(source) BETWEEN 1 AND 300),
  recorded_by uuid CONSTRAINT method_card_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  CONSTRAINT method_card_version_key UNIQUE (code, version),
  CONSTRAINT method_card_for_check CHECK (kit_code IS NOT NULL OR device_kind_code IS NOT NULL),
  CONSTRAINT method_card_range_check CHECK (range_low < range_high),
  CONSTRAINT method_card_window_check CHECK (
    (read_from_seconds IS NULL) = (read_to_seconds IS NULL)
    AND (read_from_seconds IS NULL OR (read_from_seconds >= 0 AND read_from_seconds < read_to_seconds))),
  CONSTRAINT method_card_measured_check CHECK (
    unit IS NOT NULL OR num_nonnulls(detection_limit, range_low, range_high) = 0)
);
CREATE UNIQUE INDEX method_card_current_key ON method_card (code) WHERE superseded_at IS NULL;
COMMENT ON COLUMN method_card.read_from_seconds IS 'the reading counts from so long after the start to read_to_seconds';
COMMENT ON COLUMN method_card.interferences IS 'what the method is known to call positive wrongly';
`;
