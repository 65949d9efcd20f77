import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why frames that the camera of a flight counted are not there: said by a person, never changed. */
export class CreateFlightGapReason1764000072020 implements MigrationInterface {
  name = 'CreateFlightGapReason1764000072020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(reason);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE flight_gap_reason`);
  }
}

const reason = `
CREATE TABLE flight_gap_reason (
  id uuid CONSTRAINT pk_flight_gap_reason PRIMARY KEY,
  flight_id uuid NOT NULL CONSTRAINT fk_flight_gap_reason_flight REFERENCES flight (id),
  from_number integer NOT NULL CONSTRAINT ck_flight_gap_reason_from CHECK (from_number BETWEEN 1 AND 9999),
  to_number integer NOT NULL CONSTRAINT ck_flight_gap_reason_to CHECK (to_number BETWEEN 1 AND 9999),
  code text NOT NULL CONSTRAINT ck_flight_gap_reason_code CHECK (code IN (
    'test_shot', 'other_flight', 'unreadable', 'private_content', 'not_yet_brought_in', 'other')),
  statement text NOT NULL CONSTRAINT ck_flight_gap_reason_statement CHECK (length(statement) BETWEEN 1 AND 500),
  stated_by text NOT NULL,
  stater jsonb NOT NULL,
  stated_at timestamptz NOT NULL
);
CREATE INDEX ix_flight_gap_reason_flight ON flight_gap_reason (flight_id, id DESC);
CREATE TRIGGER flight_gap_reason_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON flight_gap_reason
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE flight_gap_reason IS 'why frames a camera counted are not there; a later word counts before an earlier one';
`;
