import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which devices have a line, who is there, and what those who look at them are told. */
export class KeepPresence1764000058010 implements MigrationInterface {
  name = 'KeepPresence1764000058010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE device_line (
  device_id uuid NOT NULL CONSTRAINT device_line_device_fkey REFERENCES device (id),
  instance_id uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz CONSTRAINT device_line_closed_at_check CHECK (closed_at >= opened_at),
  CONSTRAINT device_line_pkey PRIMARY KEY (device_id, instance_id)
);
COMMENT ON TABLE device_line IS 'the last line of each device to each instance of the embedded broker';
COMMENT ON COLUMN device_line.closed_at IS 'empty while it is open; of an instance that lives no more it says nothing';
CREATE TABLE device_presence (
  device_id uuid CONSTRAINT device_presence_pkey PRIMARY KEY
    CONSTRAINT device_presence_device_fkey REFERENCES device (id),
  online boolean NOT NULL,
  ${reason('device_presence')},
  at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  flaps integer NOT NULL CONSTRAINT device_presence_flaps_check CHECK (flaps >= 0)
);
COMMENT ON TABLE device_presence IS 'who is there; without a row, nothing was ever heard of a device';
COMMENT ON COLUMN device_presence.flaps IS 'changes before the last one that each came within ten minutes of another';
CREATE TABLE device_presence_change (
  id uuid CONSTRAINT device_presence_change_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_presence_change_device_fkey REFERENCES device (id),
  online boolean NOT NULL,
  ${reason('device_presence_change')},
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX device_presence_change_device_idx ON device_presence_change (device_id, id DESC);
COMMENT ON TABLE device_presence_change IS 'when devices came and went';
CREATE TABLE device_news (
  id uuid CONSTRAINT device_news_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_news_device_fkey REFERENCES device (id),
  type text NOT NULL CONSTRAINT device_news_type_check CHECK (type IN ('presence', 'alarm_began', 'alarm_ended')),
  payload jsonb NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE device_news IS 'facts about devices on their way to whoever looks at them; kept for a day';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_news, device_presence_change, device_presence, device_line;`);
  }
}

function reason(table: string): string {
  return `reason text NOT NULL CONSTRAINT ${table}_reason_check
    CHECK (reason IN ('line', 'frames', 'line_closed', 'silence', 'unpaired', 'not_connected'))`;
}
