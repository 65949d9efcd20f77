import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A device goes from hand to hand in the field: offered, then accepted by its receiver; custodies follow each other. */
export class CreateHandOvers1764000023004 implements MigrationInterface {
  name = 'CreateHandOvers1764000023004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(handOver);
    await runner.query(chain);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE custody_signature DROP COLUMN hand_over_id`);
    await runner.query(`DROP TABLE hand_over`);
    await runner.query(`
      ALTER TABLE custody DROP CONSTRAINT custody_times_check, DROP COLUMN received_from_id,
        ADD CONSTRAINT custody_times_check CHECK (returned_at >= checked_out_at AND due_at > checked_out_at)`);
  }
}

const handOver = `
CREATE TABLE hand_over (
  id uuid CONSTRAINT hand_over_pkey PRIMARY KEY,
  custody_id uuid NOT NULL CONSTRAINT hand_over_custody_fkey REFERENCES custody (id),
  to_user_id uuid NOT NULL CONSTRAINT hand_over_to_user_fkey REFERENCES app_user (id),
  to_user_name text NOT NULL,
  to_unit_id uuid NOT NULL CONSTRAINT hand_over_to_unit_fkey REFERENCES unit (id),
  state text NOT NULL CONSTRAINT hand_over_state_check
    CHECK (state IN ('offered', 'accepted', 'refused', 'withdrawn', 'lapsed')),
  condition text CONSTRAINT hand_over_condition_check CHECK (length(condition) BETWEEN 1 AND 2000),
  battery_percent integer CONSTRAINT hand_over_battery_percent_check CHECK (battery_percent BETWEEN 0 AND 100),
  position point,
  offered_at timestamptz NOT NULL,
  reason text CONSTRAINT hand_over_reason_check CHECK (length(reason) BETWEEN 1 AND 500),
  settled_at timestamptz,
  next_custody_id uuid CONSTRAINT hand_over_next_custody_fkey REFERENCES custody (id),
  CONSTRAINT hand_over_settled_check CHECK ((state = 'offered') = (settled_at IS NULL)),
  CONSTRAINT hand_over_accepted_check CHECK ((state = 'accepted') = (next_custody_id IS NOT NULL))
);
CREATE UNIQUE INDEX hand_over_offered_key ON hand_over (custody_id, to_user_id) WHERE state = 'offered';
CREATE UNIQUE INDEX hand_over_accepted_key ON hand_over (custody_id) WHERE state = 'accepted';
CREATE INDEX hand_over_custody_idx ON hand_over (custody_id, id);
CREATE INDEX hand_over_to_user_idx ON hand_over (to_user_id, id DESC);
COMMENT ON COLUMN hand_over.to_user_name IS 'as it was when it was offered';
COMMENT ON COLUMN hand_over.next_custody_id IS 'the custody that began in the instant the other ended';
`;

// Who takes over a device that is late takes over the lateness too.
const chain = `
ALTER TABLE custody
  ADD COLUMN received_from_id uuid CONSTRAINT custody_received_from_fkey REFERENCES custody (id),
  DROP CONSTRAINT custody_times_check,
  ADD CONSTRAINT custody_times_check CHECK (
    returned_at >= checked_out_at AND (due_at > checked_out_at OR received_from_id IS NOT NULL)),
  ADD CONSTRAINT custody_received_from_check CHECK (received_from_id <> id);
CREATE UNIQUE INDEX custody_received_from_key ON custody (received_from_id) WHERE received_from_id IS NOT NULL;
COMMENT ON COLUMN custody.received_from_id IS 'the custody it was handed over from, in the field';

ALTER TABLE custody_signature
  ADD COLUMN hand_over_id uuid CONSTRAINT custody_signature_hand_over_fkey REFERENCES hand_over (id),
  ADD CONSTRAINT custody_signature_hand_over_check CHECK ((moment = 'hand_over') = (hand_over_id IS NOT NULL));
CREATE UNIQUE INDEX custody_signature_hand_over_key ON custody_signature (hand_over_id, side)
  WHERE hand_over_id IS NOT NULL;
`;
