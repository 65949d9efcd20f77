import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A desk passes from one shift to the next, with a sheet of what goes on. */
export class CreateShiftHandover1764000085000 implements MigrationInterface {
  name = 'CreateShiftHandover1764000085000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE shift_handover (
  id uuid CONSTRAINT shift_handover_pkey PRIMARY KEY,
  unit_id uuid NOT NULL CONSTRAINT shift_handover_unit_fkey REFERENCES unit (id),
  desk text NOT NULL CONSTRAINT shift_handover_desk_check CHECK (desk IN ('command', 'technical', 'equipment')),
  given_by uuid NOT NULL CONSTRAINT shift_handover_given_by_fkey REFERENCES app_user (id),
  given_to uuid NOT NULL CONSTRAINT shift_handover_given_to_fkey REFERENCES app_user (id),
  state text NOT NULL CONSTRAINT shift_handover_state_check CHECK (state IN ('offered', 'taken', 'declined', 'withdrawn', 'lapsed')),
  remark text CONSTRAINT shift_handover_remark_check CHECK (length(remark) BETWEEN 1 AND 4000),
  sheet text NOT NULL,
  sheet_sha256 bytea NOT NULL,
  offered_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_remark text CONSTRAINT shift_handover_end_remark_check CHECK (length(end_remark) BETWEEN 1 AND 4000),
  CONSTRAINT shift_handover_people_check CHECK (given_by <> given_to),
  CONSTRAINT shift_handover_sheet_check CHECK (sheet_sha256 = sha256(convert_to(sheet, 'UTF8'))),
  CONSTRAINT shift_handover_ended_check CHECK ((state = 'offered') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX shift_handover_open_key ON shift_handover (unit_id, desk) WHERE state = 'offered';
CREATE INDEX shift_handover_unit_idx ON shift_handover (unit_id, id);
CREATE INDEX command_session_living_idx ON command_session (unit_id) WHERE state IN ('scheduled', 'open', 'suspended');
COMMENT ON COLUMN shift_handover.sheet IS 'canonical JSON of the board as it stood when it was offered; never changed';
CREATE FUNCTION refuse_shift_sheet_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'offered' OR (OLD.id, OLD.unit_id, OLD.desk, OLD.given_by, OLD.given_to, OLD.sheet, OLD.offered_at)
      IS DISTINCT FROM (NEW.id, NEW.unit_id, NEW.desk, NEW.given_by, NEW.given_to, NEW.sheet, NEW.offered_at) THEN
    RAISE EXCEPTION 'what was handed over stays as it is';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shift_handover_stays BEFORE UPDATE OR DELETE ON shift_handover
  FOR EACH ROW EXECUTE FUNCTION refuse_shift_sheet_change();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX command_session_living_idx; DROP TABLE shift_handover; DROP FUNCTION refuse_shift_sheet_change`,
    );
  }
}
