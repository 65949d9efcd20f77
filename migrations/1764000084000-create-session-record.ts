import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The records of closed sessions that became items of evidence, one for each time a session was closed. */
export class CreateSessionRecord1764000084000 implements MigrationInterface {
  name = 'CreateSessionRecord1764000084000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sessionRecord);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE session_record`);
  }
}

const sessionRecord = `
CREATE TABLE session_record (
  session_id uuid NOT NULL CONSTRAINT fk_session_record_session REFERENCES command_session (id),
  closed_seq bigint NOT NULL,
  evidence_id uuid NOT NULL CONSTRAINT fk_session_record_evidence REFERENCES evidence_item (id)
    CONSTRAINT uq_session_record_evidence UNIQUE,
  sha256 text NOT NULL CONSTRAINT ck_session_record_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  events integer NOT NULL,
  withheld integer NOT NULL,
  preserved_at timestamptz NOT NULL,
  CONSTRAINT pk_session_record PRIMARY KEY (session_id, closed_seq),
  CONSTRAINT ck_session_record_events CHECK (events = closed_seq AND withheld BETWEEN 0 AND events)
);
COMMENT ON COLUMN session_record.closed_seq IS 'the event that closed the session; the record ends with it';
COMMENT ON COLUMN session_record.withheld IS 'events not meant for everyone, of which the item holds the hash alone';
`;
