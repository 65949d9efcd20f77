import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs hold all that a method asks for: sample, card, controls, dilution, outcome, limit row, photos. */
export class ExtendRapidTests1764000029023 implements MigrationInterface {
  name = 'ExtendRapidTests1764000029023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(extended);
    await runner.query(photo);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rapid_test_photo`);
    await runner.query(shrunk);
  }
}

/** What is known of the runs before: nothing beyond what they say. */
const unknownDetails = JSON.stringify({
  rules: 'verdict-1',
  card: null,
  controls: [],
  deviationPercent: null,
  calibration: null,
  kit: null,
  training: 'unknown',
  booking: null,
  holding: null,
  missing: [],
});

const extended = `
ALTER TABLE rapid_test
  ALTER COLUMN value DROP NOT NULL,
  ADD COLUMN outcome text CONSTRAINT rapid_test_outcome_check CHECK (outcome IN ('positive', 'negative', 'unclear')),
  ADD COLUMN sample_id uuid CONSTRAINT rapid_test_sample_fkey REFERENCES sample (id),
  ADD COLUMN card_id uuid CONSTRAINT rapid_test_card_fkey REFERENCES method_card (id),
  ADD COLUMN booking_id uuid CONSTRAINT rapid_test_booking_fkey REFERENCES booking (id),
  ADD COLUMN limit_id uuid CONSTRAINT rapid_test_limit_fkey REFERENCES limit_row (id),
  ADD COLUMN medium text CONSTRAINT rapid_test_medium_check CHECK (medium IN (
    'surface_water', 'groundwater', 'wastewater', 'farmland_soil', 'building_land_soil', 'farm_produce',
    'processed_food', 'air', 'other')),
  ADD COLUMN matrix text CONSTRAINT rapid_test_matrix_check CHECK (length(matrix) BETWEEN 1 AND 100),
  ADD COLUMN dilution double precision NOT NULL DEFAULT 1 CONSTRAINT rapid_test_dilution_check CHECK (dilution >= 1),
  ADD COLUMN result double precision,
  ADD COLUMN below_detection boolean NOT NULL DEFAULT false,
  ADD COLUMN exceed_factor double precision CONSTRAINT rapid_test_exceed_factor_check CHECK (exceed_factor >= 0),
  ADD COLUMN started_at timestamptz,
  ADD COLUMN temperature_celsius double precision,
  ADD COLUMN raw_reading text CONSTRAINT rapid_test_raw_reading_check CHECK (length(raw_reading) BETWEEN 1 AND 300),
  ADD COLUMN note text CONSTRAINT rapid_test_note_check CHECK (length(note) BETWEEN 1 AND 1000),
  ADD COLUMN authority text NOT NULL DEFAULT 'procuratorate' CONSTRAINT rapid_test_authority_check
    CHECK (authority IN ('procuratorate', 'market_supervision', 'agriculture', 'ecology', 'other')),
  ADD COLUMN told_at timestamptz,
  ADD COLUMN told_to text CONSTRAINT rapid_test_told_to_check CHECK (length(told_to) BETWEEN 1 AND 200),
  ADD COLUMN details jsonb NOT NULL DEFAULT '${unknownDetails}',
  ADD COLUMN completed_by uuid CONSTRAINT rapid_test_completed_by_fkey REFERENCES app_user (id),
  ADD COLUMN completed_at timestamptz,
  ADD CONSTRAINT rapid_test_told_check CHECK ((told_at IS NULL) = (told_to IS NULL)),
  ADD CONSTRAINT rapid_test_completed_check CHECK ((completed_at IS NULL) = (completed_by IS NULL)),
  ADD CONSTRAINT rapid_test_seen_check CHECK (
    value IS NOT NULL OR outcome IS NOT NULL OR 'value_missing' = ANY (flags)),
  DROP CONSTRAINT rapid_test_flags_check,
  ADD CONSTRAINT rapid_test_flags_check CHECK (flags <@ ARRAY[
    'no_custody', 'calibration_lapsed', 'calibration_unknown', 'lot_unknown', 'lot_expired', 'unit_missing',
    'item_unknown', 'value_missing', 'outcome_unclear', 'control_missing', 'control_failed', 'blank_too_high',
    'parallel_spread', 'out_of_range', 'start_unknown', 'read_early', 'read_late', 'photo_missing',
    'holding_time_exceeded']),
  DROP CONSTRAINT rapid_test_reason_check,
  ADD CONSTRAINT rapid_test_reason_check CHECK (reason IN (
    'no_limit', 'limit_unstated', 'limit_ambiguous', 'unit_differs_from_limit', 'unit_differs_from_card',
    'item_differs_from_limit', 'detection_limit_too_high', 'below_quantification', 'turning_point_differs',
    'known_interference'));
UPDATE rapid_test SET result = value;
ALTER TABLE rapid_test ALTER COLUMN dilution DROP DEFAULT, ALTER COLUMN below_detection DROP DEFAULT,
  ALTER COLUMN authority DROP DEFAULT, ALTER COLUMN details DROP DEFAULT;
CREATE INDEX rapid_test_sample_idx ON rapid_test (sample_id) WHERE sample_id IS NOT NULL;
COMMENT ON COLUMN rapid_test.result IS 'the value after dilution';
COMMENT ON COLUMN rapid_test.exceed_factor IS 'by how many times the result exceeds its upper bound';
COMMENT ON COLUMN rapid_test.told_at IS 'when whoever was tested was told of the result';
COMMENT ON COLUMN rapid_test.completed_at IS 'when a person added to what the instrument sent';
`;

const photo = `
CREATE TABLE rapid_test_photo (
  rapid_test_id uuid NOT NULL CONSTRAINT rapid_test_photo_rapid_test_fkey REFERENCES rapid_test (id),
  file_id uuid NOT NULL CONSTRAINT rapid_test_photo_file_fkey REFERENCES equipment_file (id),
  subject text NOT NULL CONSTRAINT rapid_test_photo_subject_check
    CHECK (subject IN ('display', 'strip', 'kit_label', 'sample', 'place')),
  ordinal smallint NOT NULL,
  CONSTRAINT rapid_test_photo_pkey PRIMARY KEY (rapid_test_id, file_id)
);
CREATE INDEX rapid_test_photo_file_idx ON rapid_test_photo (file_id);
`;

const shrunk = `
DELETE FROM rapid_test WHERE value IS NULL;
ALTER TABLE rapid_test
  ALTER COLUMN value SET NOT NULL,
  DROP COLUMN outcome, DROP COLUMN sample_id, DROP COLUMN card_id, DROP COLUMN booking_id, DROP COLUMN limit_id,
  DROP COLUMN medium, DROP COLUMN matrix, DROP COLUMN dilution, DROP COLUMN result, DROP COLUMN below_detection,
  DROP COLUMN exceed_factor, DROP COLUMN started_at, DROP COLUMN temperature_celsius, DROP COLUMN raw_reading,
  DROP COLUMN note, DROP COLUMN authority, DROP COLUMN told_at, DROP COLUMN told_to, DROP COLUMN details,
  DROP COLUMN completed_by, DROP COLUMN completed_at,
  DROP CONSTRAINT rapid_test_flags_check,
  ADD CONSTRAINT rapid_test_flags_check CHECK (flags <@ ARRAY[
    'no_custody', 'calibration_lapsed', 'calibration_unknown', 'lot_unknown', 'lot_expired', 'unit_missing',
    'item_unknown']) NOT VALID,
  DROP CONSTRAINT rapid_test_reason_check,
  ADD CONSTRAINT rapid_test_reason_check CHECK (reason IN (
    'no_limit', 'unit_differs_from_limit', 'item_differs_from_limit')) NOT VALID;
`;
