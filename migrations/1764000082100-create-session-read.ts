import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each person has got and read the record of a session; and each line of chat enters the log at most once. */
export class CreateSessionRead1764000082100 implements MigrationInterface {
  name = 'CreateSessionRead1764000082100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sessionRead);
    await runner.query(promotion);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX uq_session_event_promotion; DROP TABLE session_read`);
  }
}

const sessionRead = `
CREATE TABLE session_read (
  session_id uuid NOT NULL CONSTRAINT fk_session_read_session REFERENCES command_session (id),
  user_id uuid NOT NULL CONSTRAINT fk_session_read_user REFERENCES app_user (id),
  delivered_seq bigint NOT NULL,
  read_seq bigint NOT NULL CONSTRAINT ck_session_read_read_seq CHECK (read_seq >= 0),
  updated_at timestamptz NOT NULL,
  CONSTRAINT pk_session_read PRIMARY KEY (session_id, user_id),
  CONSTRAINT ck_session_read_delivered_seq CHECK (delivered_seq >= read_seq)
);
COMMENT ON COLUMN session_read.delivered_seq IS 'last number that a client of theirs has applied, as it says';
COMMENT ON COLUMN session_read.read_seq IS 'last number they have had before their eyes, as their client says';
`;

const promotion = `
CREATE UNIQUE INDEX uq_session_event_promotion ON session_event (session_id, (payload ->> 'seq'))
  WHERE type = 'chat.promote'
`;
