import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was last seen where, so that several instances and the next run of one know. */
export class CreateSessionPresence1764000080200 implements MigrationInterface {
  name = 'CreateSessionPresence1764000080200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE session_presence (
  session_id uuid NOT NULL CONSTRAINT session_presence_session_fkey REFERENCES command_session (id),
  user_id uuid NOT NULL CONSTRAINT session_presence_user_fkey REFERENCES app_user (id),
  instance_id uuid NOT NULL,
  state text NOT NULL
    CONSTRAINT session_presence_state_check CHECK (state IN ('online', 'idle', 'background', 'offline')),
  since timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  CONSTRAINT session_presence_pkey PRIMARY KEY (session_id, user_id, instance_id)
);
CREATE INDEX session_presence_last_idx ON session_presence (last_at);
COMMENT ON TABLE session_presence IS 'what each running instance last said of a person in a session; a line that is not renewed is offline';
COMMENT ON COLUMN session_presence.instance_id IS 'of one run of one instance';
COMMENT ON COLUMN session_presence.since IS 'since when they have been there without a longer gap';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE session_presence`);
  }
}
