import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What travelled with what, and when; and what batteries have been through. */
export class CreateDevicePart1764000020030 implements MigrationInterface {
  name = 'CreateDevicePart1764000020030';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [part, counter]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE device_counter, device_part`);
  }
}

const part = `
CREATE TABLE device_part (
  id uuid CONSTRAINT device_part_pkey PRIMARY KEY,
  part_id uuid NOT NULL CONSTRAINT device_part_part_fkey REFERENCES device (id),
  whole_id uuid NOT NULL CONSTRAINT device_part_whole_fkey REFERENCES device (id),
  attached_at timestamptz,
  attached_by uuid CONSTRAINT device_part_attached_by_fkey REFERENCES app_user (id),
  detached_at timestamptz,
  detached_by uuid CONSTRAINT device_part_detached_by_fkey REFERENCES app_user (id),
  CONSTRAINT device_part_whole_check CHECK (part_id <> whole_id),
  CONSTRAINT device_part_detached_check CHECK ((detached_at IS NULL) = (detached_by IS NULL)),
  CONSTRAINT device_part_no_overlap EXCLUDE USING gist (part_id WITH =, tstzrange(attached_at, detached_at) WITH &&)
);
CREATE INDEX device_part_whole_idx ON device_part (whole_id);
INSERT INTO device_part (id, part_id, whole_id) SELECT gen_random_uuid(), id, part_of_id FROM device WHERE part_of_id IS NOT NULL;
COMMENT ON TABLE device_part IS 'device.part_of_id says where a part is now, this table where it was at any time';
COMMENT ON COLUMN device_part.attached_at IS 'empty: since it is known';
`;

const counter = `
CREATE TABLE device_counter (
  id uuid CONSTRAINT device_counter_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT device_counter_device_fkey REFERENCES device (id),
  cycle_count integer NOT NULL CONSTRAINT device_counter_cycle_count_check CHECK (cycle_count >= 0),
  health_percent smallint CONSTRAINT device_counter_health_percent_check CHECK (health_percent BETWEEN 0 AND 100),
  read_at timestamptz NOT NULL,
  read_by uuid CONSTRAINT device_counter_read_by_fkey REFERENCES app_user (id),
  read_by_name text NOT NULL,
  CONSTRAINT device_counter_read_at_key UNIQUE (device_id, read_at)
);
CREATE TRIGGER device_counter_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON device_counter
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN device_counter.read_by IS 'empty where the device told it itself';
`;
