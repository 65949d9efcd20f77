import type { MigrationInterface, QueryRunner } from 'typeorm';

const boundedPeriod = (column: string): string => `NOT isempty(${column}) AND lower_inc(${column})
    AND NOT upper_inc(${column}) AND isfinite(lower(${column})) AND isfinite(upper(${column}))`;

/** What people may operate, when they are away, and who is on duty. */
export class CreateQualification1764000022000 implements MigrationInterface {
  name = 'CreateQualification1764000022000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [qualification, absence, dutyShift]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE duty_shift, absence, qualification`);
  }
}

const qualification = `
CREATE TABLE qualification (
  id uuid CONSTRAINT qualification_pkey PRIMARY KEY,
  user_id uuid NOT NULL CONSTRAINT qualification_user_fkey REFERENCES app_user (id),
  kind text NOT NULL CONSTRAINT qualification_kind_check CHECK (kind IN ('pilot_licence', 'tester_training')),
  scope text NOT NULL CONSTRAINT qualification_scope_check CHECK (CASE kind
    WHEN 'pilot_licence' THEN scope IN ('small', 'medium', 'large')
    ELSE scope IN ('water', 'soil', 'air_noise', 'food') END),
  rating text CONSTRAINT qualification_rating_check CHECK (rating IN ('vlos', 'bvlos', 'instructor')),
  number text NOT NULL CONSTRAINT qualification_number_check CHECK (length(number) BETWEEN 1 AND 100),
  issuer text CONSTRAINT qualification_issuer_check CHECK (length(issuer) BETWEEN 1 AND 200),
  valid_from date NOT NULL,
  valid_until date,
  withdrawn_at timestamptz,
  withdrawal_reason text CONSTRAINT qualification_withdrawal_reason_check CHECK (length(withdrawal_reason) BETWEEN 1 AND 500),
  recorded_by uuid CONSTRAINT qualification_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT qualification_dates_check CHECK (valid_until >= valid_from),
  CONSTRAINT qualification_rating_kind_check CHECK ((kind = 'pilot_licence') = (rating IS NOT NULL)),
  CONSTRAINT qualification_withdrawal_check CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
CREATE UNIQUE INDEX qualification_number_key ON qualification (kind, lower(number), scope) WHERE withdrawn_at IS NULL;
CREATE INDEX qualification_user_idx ON qualification (user_id, kind);
COMMENT ON COLUMN qualification.scope IS 'the largest class of drone (Order 761 art. 16), or the group of instruments';
COMMENT ON COLUMN qualification.valid_until IS 'last day in China, that day included; empty: without end';
COMMENT ON COLUMN qualification.recorded_by IS 'empty for what the service itself put in';
`;

const absence = `
CREATE TABLE absence (
  id uuid CONSTRAINT absence_pkey PRIMARY KEY,
  user_id uuid NOT NULL CONSTRAINT absence_user_fkey REFERENCES app_user (id),
  during tstzrange NOT NULL CONSTRAINT absence_during_check CHECK (${boundedPeriod('during')}),
  reason text NOT NULL CONSTRAINT absence_reason_check CHECK (reason IN ('leave', 'sick', 'training', 'other_duty')),
  recorded_by uuid NOT NULL CONSTRAINT absence_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL
);
CREATE INDEX absence_user_idx ON absence USING gist (user_id, during);
`;

const dutyShift = `
CREATE TABLE duty_shift (
  id uuid CONSTRAINT duty_shift_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT duty_shift_unit_fkey REFERENCES unit (id),
  user_id uuid NOT NULL CONSTRAINT duty_shift_user_fkey REFERENCES app_user (id),
  during tstzrange NOT NULL CONSTRAINT duty_shift_during_check CHECK (${boundedPeriod('during')}),
  desk text NOT NULL CONSTRAINT duty_shift_desk_check CHECK (desk IN ('command', 'technical', 'equipment')),
  telephone text NOT NULL CONSTRAINT duty_shift_telephone_check CHECK (telephone ~ '^[0-9+][0-9 -]{2,29}$'),
  recorded_by uuid CONSTRAINT duty_shift_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL,
  CONSTRAINT duty_shift_no_overlap EXCLUDE USING gist (user_id WITH =, during WITH &&)
);
CREATE INDEX duty_shift_unit_idx ON duty_shift USING gist (unit_id, during);
COMMENT ON COLUMN duty_shift.recorded_by IS 'empty for what the service itself put in';
`;
