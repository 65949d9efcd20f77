import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A lent device travels: one journey for each device of a booking by another unit, step by step there and back. */
export class CreateLoanJourneys1764000023007 implements MigrationInterface {
  name = 'CreateLoanJourneys1764000023007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(journey);
    await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE loan_step_photo, loan_step, loan_journey`);
  }
}

const states = `(
  'prepared', 'dispatched', 'in_transit', 'received', 'return_dispatched', 'return_received', 'cancelled')`;

const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const journey = `
CREATE TABLE loan_journey (
  id uuid CONSTRAINT loan_journey_pkey PRIMARY KEY,
  booking_id uuid NOT NULL,
  device_id uuid NOT NULL CONSTRAINT loan_journey_device_fkey REFERENCES device (id),
  owner_unit_id uuid NOT NULL CONSTRAINT loan_journey_owner_unit_fkey REFERENCES unit (id),
  borrower_unit_id uuid NOT NULL CONSTRAINT loan_journey_borrower_unit_fkey REFERENCES unit (id),
  state text NOT NULL CONSTRAINT loan_journey_state_check CHECK (state IN ${states}),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT loan_journey_line_fkey FOREIGN KEY (booking_id, device_id) REFERENCES booking_line (booking_id, device_id),
  CONSTRAINT loan_journey_units_check CHECK (owner_unit_id <> borrower_unit_id)
);
CREATE UNIQUE INDEX loan_journey_line_key ON loan_journey (booking_id, device_id) WHERE state <> 'cancelled';
CREATE UNIQUE INDEX loan_journey_open_key ON loan_journey (device_id)
  WHERE state NOT IN ('return_received', 'cancelled');
CREATE INDEX loan_journey_device_idx ON loan_journey (device_id, id DESC);
CREATE INDEX loan_journey_owner_unit_idx ON loan_journey (owner_unit_id, id DESC);
CREATE INDEX loan_journey_borrower_unit_idx ON loan_journey (borrower_unit_id, id DESC);
COMMENT ON COLUMN loan_journey.owner_unit_id IS 'as it was when the journey was prepared';
COMMENT ON INDEX loan_journey_open_key IS 'a device is on one journey at a time';
`;

const step = `
CREATE TABLE loan_step (
  id uuid CONSTRAINT loan_step_pkey PRIMARY KEY,
  journey_id uuid NOT NULL CONSTRAINT loan_step_journey_fkey REFERENCES loan_journey (id),
  state text NOT NULL CONSTRAINT loan_step_state_check CHECK (state IN ${states}),
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  actor_id uuid CONSTRAINT loan_step_actor_fkey REFERENCES app_user (id),
  actor_name text NOT NULL,
  carrier text CONSTRAINT loan_step_carrier_check CHECK (length(carrier) BETWEEN 1 AND 100),
  waybill text CONSTRAINT loan_step_waybill_check CHECK (length(waybill) BETWEEN 1 AND 60),
  position point,
  condition text CONSTRAINT loan_step_condition_check CHECK (length(condition) BETWEEN 1 AND 2000),
  note text CONSTRAINT loan_step_note_check CHECK (length(note) BETWEEN 1 AND 500),
  signature text CONSTRAINT loan_step_signature_check CHECK (length(signature) BETWEEN 1 AND 200000),
  CONSTRAINT loan_step_times_check CHECK (at <= recorded_at)
);
CREATE INDEX loan_step_journey_idx ON loan_step (journey_id, id);
${refuseChange('loan_step')}
COMMENT ON COLUMN loan_step.at IS 'when it happened, as the person says';
COMMENT ON COLUMN loan_step.actor_id IS 'empty for what followed by itself, such as the end of a journey whose booking was given up';

CREATE TABLE loan_step_photo (
  step_id uuid NOT NULL CONSTRAINT loan_step_photo_step_fkey REFERENCES loan_step (id),
  file_id uuid NOT NULL CONSTRAINT loan_step_photo_file_fkey REFERENCES equipment_file (id),
  CONSTRAINT loan_step_photo_pkey PRIMARY KEY (step_id, file_id)
);
CREATE INDEX loan_step_photo_file_idx ON loan_step_photo (file_id);
${refuseChange('loan_step_photo')}
`;
