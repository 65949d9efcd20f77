import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Heads over what happened on a day: of each item's custody and of the audit. They are entered into the log. */
export class CreateLogHead1764000070010 implements MigrationInterface {
  name = 'CreateLogHead1764000070010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE log_head (
  kind text NOT NULL CONSTRAINT log_head_kind_check CHECK (kind IN ('custody_head', 'audit_head')),
  subject_id uuid NOT NULL,
  day date NOT NULL,
  rows integer NOT NULL CONSTRAINT log_head_rows_check CHECK (rows >= 0),
  previous bytea NOT NULL CONSTRAINT log_head_previous_check CHECK (length(previous) = 32),
  head bytea NOT NULL CONSTRAINT log_head_head_check CHECK (length(head) = 32),
  made_at timestamptz NOT NULL,
  CONSTRAINT log_head_pkey PRIMARY KEY (kind, subject_id, day)
);
CREATE INDEX log_head_day_idx ON log_head (day, kind);
CREATE TRIGGER log_head_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_head IS 'running hashes over rows that must not change, closed day by day (China time)';
COMMENT ON COLUMN log_head.subject_id IS 'the item; of the audit the installation';
COMMENT ON COLUMN log_head.previous IS 'what the day stands on: the head before it, or where the chain begins';`);
    await runner.query(`CREATE INDEX evidence_custody_event_at_idx ON evidence_custody_event (at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX evidence_custody_event_at_idx`);
    await runner.query(`DROP TABLE log_head`);
  }
}
