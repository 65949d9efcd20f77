import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People from outside whom a session lets look on for a while. */
export class CreateSessionGuest1764000080100 implements MigrationInterface {
  name = 'CreateSessionGuest1764000080100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE session_guest (
  id uuid CONSTRAINT session_guest_pkey PRIMARY KEY,
  session_id uuid NOT NULL CONSTRAINT session_guest_session_fkey REFERENCES command_session (id),
  name text NOT NULL CONSTRAINT session_guest_name_check CHECK (length(name) BETWEEN 1 AND 100),
  organisation text NOT NULL CONSTRAINT session_guest_organisation_check CHECK (length(organisation) BETWEEN 1 AND 200),
  purpose text NOT NULL CONSTRAINT session_guest_purpose_check CHECK (length(purpose) BETWEEN 1 AND 1000),
  may_speak boolean NOT NULL,
  token_sha256 bytea NOT NULL CONSTRAINT session_guest_token_check CHECK (octet_length(token_sha256) = 32),
  expires_at timestamptz NOT NULL,
  invited_by uuid NOT NULL CONSTRAINT session_guest_invited_by_fkey REFERENCES app_user (id),
  invited_seq bigint NOT NULL,
  entered_seq bigint,
  revoked_at timestamptz,
  revoked_by uuid CONSTRAINT session_guest_revoked_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  CONSTRAINT session_guest_token_key UNIQUE (token_sha256),
  CONSTRAINT session_guest_revoked_check CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX session_guest_session_idx ON session_guest (session_id, id);
COMMENT ON COLUMN session_guest.token_sha256 IS 'the token itself is shown once to whoever invites, and kept nowhere';
COMMENT ON COLUMN session_guest.entered_seq IS 'number of the event of their first entry: they read nothing before it';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE session_guest`);
  }
}
