import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples, their portions under seal, and the way of each from hand to hand. */
export class CreateSamples1764000029021 implements MigrationInterface {
  name = 'CreateSamples1764000029021';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [sample, portion, seal, handOver, photo]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE sample_photo, sample_hand_over, sample_seal, sample_portion, sample;
DROP SEQUENCE sample_number_seq;
`);
  }
}

const sample = `
CREATE SEQUENCE sample_number_seq;
CREATE TABLE sample (
  id uuid CONSTRAINT sample_pkey PRIMARY KEY,
  number text NOT NULL CONSTRAINT sample_number_key UNIQUE,
  unit_id uuid NOT NULL CONSTRAINT sample_unit_fkey REFERENCES unit (id),
  case_id uuid CONSTRAINT sample_case_fkey REFERENCES case_file (id),
  taken_by uuid NOT NULL CONSTRAINT sample_taken_by_fkey REFERENCES app_user (id),
  taken_by_name text NOT NULL,
  second_id uuid CONSTRAINT sample_second_fkey REFERENCES app_user (id),
  second_name text NOT NULL CONSTRAINT sample_second_name_check CHECK (length(second_name) BETWEEN 1 AND 100),
  second_role text NOT NULL CONSTRAINT sample_second_role_check CHECK (second_role IN ('sampler', 'witness')),
  taken_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  position point NOT NULL,
  accuracy_metres double precision CONSTRAINT sample_accuracy_metres_check CHECK (accuracy_metres >= 0),
  place text NOT NULL CONSTRAINT sample_place_check CHECK (length(place) BETWEEN 1 AND 300),
  medium text NOT NULL CONSTRAINT sample_medium_check CHECK (medium IN (
    'surface_water', 'groundwater', 'wastewater', 'farmland_soil', 'building_land_soil', 'farm_produce',
    'processed_food', 'air', 'other')),
  matrix text CONSTRAINT sample_matrix_check CHECK (length(matrix) BETWEEN 1 AND 100),
  preservation text[] NOT NULL CONSTRAINT sample_preservation_check CHECK (cardinality(preservation) > 0),
  weather text CONSTRAINT sample_weather_check CHECK (length(weather) BETWEEN 1 AND 200),
  temperature_celsius double precision,
  wanted_items text[] NOT NULL,
  note text CONSTRAINT sample_note_check CHECK (length(note) BETWEEN 1 AND 1000),
  flight_id uuid CONSTRAINT sample_flight_fkey REFERENCES flight (id),
  payload_id uuid CONSTRAINT sample_payload_fkey REFERENCES device (id),
  depth_metres double precision CONSTRAINT sample_depth_metres_check CHECK (depth_metres BETWEEN 0 AND 1000),
  bottle text CONSTRAINT sample_bottle_check CHECK (length(bottle) BETWEEN 1 AND 60),
  outside_flight boolean,
  CONSTRAINT sample_second_check CHECK (second_id <> taken_by),
  CONSTRAINT sample_drone_check CHECK (num_nulls(flight_id, payload_id, depth_metres, bottle, outside_flight) IN (0, 5))
);
CREATE INDEX sample_unit_idx ON sample (unit_id, id DESC);
CREATE INDEX sample_case_idx ON sample (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX sample_position_idx ON sample USING gist (position);
COMMENT ON COLUMN sample.matrix IS 'what exactly it is, such as the vegetable';
COMMENT ON COLUMN sample.outside_flight IS 'taken at a time that the flight''s plan does not cover; null where no aircraft took it';
`;

const portion = `
CREATE TABLE sample_portion (
  id uuid CONSTRAINT sample_portion_pkey PRIMARY KEY,
  sample_id uuid NOT NULL CONSTRAINT sample_portion_sample_fkey REFERENCES sample (id),
  ordinal smallint NOT NULL,
  part text NOT NULL CONSTRAINT sample_portion_part_check CHECK (part IN ('test', 'retained', 'counterpart')),
  container text NOT NULL CONSTRAINT sample_portion_container_check CHECK (length(container) BETWEEN 1 AND 100),
  amount double precision CONSTRAINT sample_portion_amount_check CHECK (amount > 0),
  amount_unit text CONSTRAINT sample_portion_amount_unit_check CHECK (amount_unit IN ('mL', 'L', 'g', 'kg', 'piece')),
  CONSTRAINT sample_portion_ordinal_key UNIQUE (sample_id, ordinal),
  CONSTRAINT sample_portion_measured_check CHECK ((amount IS NULL) = (amount_unit IS NULL))
);
`;

const seal = `
CREATE TABLE sample_seal (
  id uuid CONSTRAINT sample_seal_pkey PRIMARY KEY,
  number text NOT NULL CONSTRAINT sample_seal_number_check CHECK (length(number) BETWEEN 1 AND 60),
  portion_id uuid NOT NULL CONSTRAINT sample_seal_portion_fkey REFERENCES sample_portion (id),
  applied_at timestamptz NOT NULL,
  applied_by text NOT NULL,
  broken_at timestamptz,
  broken_by text,
  broken_reason text CONSTRAINT sample_seal_broken_reason_check CHECK (length(broken_reason) BETWEEN 1 AND 300),
  CONSTRAINT sample_seal_broken_check CHECK (num_nulls(broken_at, broken_by, broken_reason) IN (0, 3))
);
CREATE UNIQUE INDEX sample_seal_number_key ON sample_seal (upper(number));
CREATE UNIQUE INDEX sample_seal_whole_key ON sample_seal (portion_id) WHERE broken_at IS NULL;
COMMENT ON TABLE sample_seal IS 'a seal number serves once, however it is spelt, and a portion has one whole seal';
`;

const handOver = `
CREATE TABLE sample_hand_over (
  id uuid CONSTRAINT sample_hand_over_pkey PRIMARY KEY,
  portion_id uuid NOT NULL CONSTRAINT sample_hand_over_portion_fkey REFERENCES sample_portion (id),
  ordinal smallint NOT NULL CONSTRAINT sample_hand_over_ordinal_check CHECK (ordinal > 0),
  purpose text NOT NULL CONSTRAINT sample_hand_over_purpose_check CHECK (purpose IN (
    'taken', 'transport', 'storage', 'laboratory', 'testing', 'counterpart', 'return', 'consumed', 'destroyed')),
  to_user_id uuid CONSTRAINT sample_hand_over_to_user_fkey REFERENCES app_user (id),
  to_name text NOT NULL CONSTRAINT sample_hand_over_to_name_check CHECK (length(to_name) BETWEEN 1 AND 100),
  to_organisation text CONSTRAINT sample_hand_over_to_organisation_check CHECK (length(to_organisation) BETWEEN 1 AND 200),
  at timestamptz NOT NULL,
  seal_intact boolean,
  temperature_celsius double precision,
  note text CONSTRAINT sample_hand_over_note_check CHECK (length(note) BETWEEN 1 AND 500),
  recorded_by uuid NOT NULL CONSTRAINT sample_hand_over_recorded_by_fkey REFERENCES app_user (id),
  recorded_by_name text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT sample_hand_over_ordinal_key UNIQUE (portion_id, ordinal),
  CONSTRAINT sample_hand_over_first_check CHECK ((ordinal = 1) = (purpose = 'taken'))
);
CREATE INDEX sample_hand_over_to_user_idx ON sample_hand_over (to_user_id) WHERE to_user_id IS NOT NULL;
COMMENT ON COLUMN sample_hand_over.seal_intact IS 'null: nobody looked';
`;

const photo = `
CREATE TABLE sample_photo (
  sample_id uuid NOT NULL CONSTRAINT sample_photo_sample_fkey REFERENCES sample (id),
  file_id uuid NOT NULL CONSTRAINT sample_photo_file_fkey REFERENCES equipment_file (id),
  ordinal smallint NOT NULL,
  CONSTRAINT sample_photo_pkey PRIMARY KEY (sample_id, file_id)
);
CREATE INDEX sample_photo_file_idx ON sample_photo (file_id);
`;
