import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Time stamps of an authority over heads of the log, and what it answered that was not kept. */
export class CreateLogTimestamp1764000077000 implements MigrationInterface {
  name = 'CreateLogTimestamp1764000077000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE log_timestamp (
  size bigint NOT NULL CONSTRAINT log_timestamp_pkey PRIMARY KEY
    CONSTRAINT log_timestamp_checkpoint_fkey REFERENCES log_checkpoint (size),
  authority text NOT NULL,
  serial text NOT NULL CONSTRAINT log_timestamp_serial_check CHECK (serial ~ '^([0-9a-f]{2})+$'),
  stamped_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  answer bytea NOT NULL CONSTRAINT log_timestamp_answer_check CHECK (length(answer) BETWEEN 1 AND 65536)
);
CREATE TRIGGER log_timestamp_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_timestamp
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_timestamp IS 'answers of a time-stamping authority (RFC 3161) over signed heads, checked before they are kept';
COMMENT ON COLUMN log_timestamp.stamped_at IS 'by the authority''s clock';
COMMENT ON COLUMN log_timestamp.answer IS 'as it came, DER';

CREATE TABLE log_timestamp_refusal (
  number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT log_timestamp_refusal_pkey PRIMARY KEY,
  size bigint NOT NULL CONSTRAINT log_timestamp_refusal_checkpoint_fkey REFERENCES log_checkpoint (size),
  fault text NOT NULL CONSTRAINT log_timestamp_refusal_fault_check CHECK (fault IN (
    'UNREACHABLE', 'TOO_SLOW', 'HTTP_ERROR', 'OVERSIZE', 'NOT_DER', 'STATUS_REFUSED', 'IMPRINT_OTHER', 'NONCE_OTHER',
    'SIGNER_NOT_FOR_TIME', 'SIGNER_EXPIRED', 'SIGNER_UNKNOWN', 'SIGNATURE_WRONG', 'CLOCK_APART')),
  refused_at timestamptz NOT NULL
);
CREATE INDEX log_timestamp_refusal_refused_at_idx ON log_timestamp_refusal (refused_at);
CREATE TRIGGER log_timestamp_refusal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_timestamp_refusal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_timestamp_refusal IS 'answers of the time-stamping authority that were not kept, and why';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE log_timestamp_refusal; DROP TABLE log_timestamp`);
  }
}
