import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Situation reports, numbered within their session; what was issued stays as it was issued. */
export class CreateSituationReport1764000084100 implements MigrationInterface {
  name = 'CreateSituationReport1764000084100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(situationReport);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE situation_report`);
  }
}

const situationReport = `
CREATE TABLE situation_report (
  session_id uuid NOT NULL CONSTRAINT fk_situation_report_session REFERENCES command_session (id),
  number integer NOT NULL CONSTRAINT ck_situation_report_number CHECK (number > 0),
  id uuid NOT NULL CONSTRAINT uq_situation_report_id UNIQUE,
  seq bigint NOT NULL,
  content text NOT NULL,
  sha256 text NOT NULL CONSTRAINT ck_situation_report_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  issued_by uuid NOT NULL CONSTRAINT fk_situation_report_issued_by REFERENCES app_user (id),
  issued_at timestamptz NOT NULL,
  CONSTRAINT pk_situation_report PRIMARY KEY (session_id, number),
  CONSTRAINT uq_situation_report_seq UNIQUE (session_id, seq)
);
COMMENT ON COLUMN situation_report.seq IS 'the event sitrep.issued, which holds the digest';
COMMENT ON COLUMN situation_report.content IS 'canonical JSON, the very bytes of the digest';
`;
