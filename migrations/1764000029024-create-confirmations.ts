import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people and laboratories say beside a run's verdict. */
export class CreateConfirmations1764000029024 implements MigrationInterface {
  name = 'CreateConfirmations1764000029024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(opinion);
    await runner.query(confirmation);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rapid_test_confirmation, rapid_test_override`);
  }
}

const opinion = `
CREATE TABLE rapid_test_override (
  id uuid CONSTRAINT rapid_test_override_pkey PRIMARY KEY,
  rapid_test_id uuid NOT NULL CONSTRAINT rapid_test_override_rapid_test_fkey REFERENCES rapid_test (id),
  opinion text NOT NULL CONSTRAINT rapid_test_override_opinion_check
    CHECK (opinion IN ('invalid', 'below', 'exceeds', 'inconclusive')),
  reason text NOT NULL CONSTRAINT rapid_test_override_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  given_by uuid NOT NULL CONSTRAINT rapid_test_override_given_by_fkey REFERENCES app_user (id),
  given_by_name text NOT NULL,
  given_at timestamptz NOT NULL
);
CREATE INDEX rapid_test_override_rapid_test_idx ON rapid_test_override (rapid_test_id);
COMMENT ON TABLE rapid_test_override IS 'what a person thinks of a run, beside its verdict and never instead of it';
`;

const confirmation = `
CREATE TABLE rapid_test_confirmation (
  id uuid CONSTRAINT rapid_test_confirmation_pkey PRIMARY KEY,
  rapid_test_id uuid NOT NULL CONSTRAINT rapid_test_confirmation_rapid_test_fkey REFERENCES rapid_test (id),
  portion_id uuid CONSTRAINT rapid_test_confirmation_portion_fkey REFERENCES sample_portion (id),
  laboratory text NOT NULL CONSTRAINT rapid_test_confirmation_laboratory_check CHECK (length(laboratory) BETWEEN 1 AND 200),
  accreditation text NOT NULL CONSTRAINT rapid_test_confirmation_accreditation_check
    CHECK (length(accreditation) BETWEEN 1 AND 100),
  method_code text NOT NULL CONSTRAINT rapid_test_confirmation_method_code_check CHECK (length(method_code) BETWEEN 1 AND 60),
  due_on date,
  note text CONSTRAINT rapid_test_confirmation_note_check CHECK (length(note) BETWEEN 1 AND 1000),
  state text NOT NULL CONSTRAINT rapid_test_confirmation_state_check CHECK (state IN ('requested', 'reported', 'withdrawn')),
  requested_by uuid NOT NULL CONSTRAINT rapid_test_confirmation_requested_by_fkey REFERENCES app_user (id),
  requested_by_name text NOT NULL,
  requested_at timestamptz NOT NULL,
  report_number text CONSTRAINT rapid_test_confirmation_report_number_check CHECK (length(report_number) BETWEEN 1 AND 100),
  reported_on date,
  value double precision,
  unit text CONSTRAINT rapid_test_confirmation_unit_check CHECK (length(unit) BETWEEN 1 AND 30),
  finding text CONSTRAINT rapid_test_confirmation_finding_check CHECK (finding IN ('below', 'exceeds', 'inconclusive')),
  report_file_id uuid CONSTRAINT rapid_test_confirmation_report_file_fkey REFERENCES equipment_file (id),
  ended_by uuid CONSTRAINT rapid_test_confirmation_ended_by_fkey REFERENCES app_user (id),
  ended_by_name text,
  ended_at timestamptz,
  ending_reason text CONSTRAINT rapid_test_confirmation_ending_reason_check CHECK (length(ending_reason) BETWEEN 1 AND 500),
  CONSTRAINT rapid_test_confirmation_ended_check CHECK (
    (state = 'requested') = (ended_at IS NULL) AND num_nulls(ended_by, ended_by_name, ended_at) IN (0, 3)),
  CONSTRAINT rapid_test_confirmation_reported_check CHECK (
    (state = 'reported') = (report_number IS NOT NULL)
    AND num_nulls(report_number, reported_on, finding) IN (0, 3)),
  CONSTRAINT rapid_test_confirmation_value_check CHECK ((value IS NULL) = (unit IS NULL))
);
CREATE UNIQUE INDEX rapid_test_confirmation_open_key ON rapid_test_confirmation (rapid_test_id) WHERE state = 'requested';
CREATE INDEX rapid_test_confirmation_rapid_test_idx ON rapid_test_confirmation (rapid_test_id);
CREATE INDEX rapid_test_confirmation_report_file_idx ON rapid_test_confirmation (report_file_id)
  WHERE report_file_id IS NOT NULL;
COMMENT ON TABLE rapid_test_confirmation IS 'an accredited laboratory is asked; one at a time for a run, and never by a rapid method';
`;
