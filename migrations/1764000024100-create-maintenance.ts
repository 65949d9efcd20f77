import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans of maintenance by days, hours and cycles, and the work done on them. */
export class CreateMaintenance1764000024100 implements MigrationInterface {
  name = 'CreateMaintenance1764000024100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE maintenance_plan (
  id uuid CONSTRAINT maintenance_plan_pkey PRIMARY KEY,
  title text NOT NULL CONSTRAINT maintenance_plan_title_check CHECK (length(title) BETWEEN 1 AND 100),
  kind_id uuid CONSTRAINT maintenance_plan_kind_fkey REFERENCES device_kind (id),
  device_id uuid CONSTRAINT maintenance_plan_device_fkey REFERENCES device (id),
  every_days integer CONSTRAINT maintenance_plan_every_days_check CHECK (every_days BETWEEN 1 AND 3650),
  every_seconds integer CONSTRAINT maintenance_plan_every_seconds_check CHECK (every_seconds > 0),
  every_cycles integer CONSTRAINT maintenance_plan_every_cycles_check CHECK (every_cycles > 0),
  blocks boolean NOT NULL,
  created_by uuid CONSTRAINT maintenance_plan_created_by_fkey REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT maintenance_plan_target_check CHECK (num_nonnulls(kind_id, device_id) = 1),
  CONSTRAINT maintenance_plan_every_check CHECK (num_nonnulls(every_days, every_seconds, every_cycles) > 0)
);
CREATE INDEX maintenance_plan_kind_idx ON maintenance_plan (kind_id) WHERE ended_at IS NULL;
CREATE INDEX maintenance_plan_device_idx ON maintenance_plan (device_id) WHERE ended_at IS NULL;
COMMENT ON COLUMN maintenance_plan.blocks IS 'whether a device that is due is not lent';
COMMENT ON COLUMN maintenance_plan.created_by IS 'empty for what the service itself put in';

CREATE TABLE maintenance_mark (
  plan_id uuid NOT NULL CONSTRAINT maintenance_mark_plan_fkey REFERENCES maintenance_plan (id),
  device_id uuid NOT NULL CONSTRAINT maintenance_mark_device_fkey REFERENCES device (id),
  since_on date NOT NULL,
  seconds_then bigint NOT NULL CONSTRAINT maintenance_mark_seconds_then_check CHECK (seconds_then >= 0),
  cycles_then integer NOT NULL CONSTRAINT maintenance_mark_cycles_then_check CHECK (cycles_then >= 0),
  CONSTRAINT maintenance_mark_pkey PRIMARY KEY (device_id, plan_id)
);
COMMENT ON TABLE maintenance_mark IS 'from where a plan counts for a device: the last work, or the beginning of the plan; without it, from new';

CREATE TABLE maintenance_work (
  id uuid CONSTRAINT maintenance_work_pkey PRIMARY KEY,
  device_id uuid NOT NULL CONSTRAINT maintenance_work_device_fkey REFERENCES device (id),
  plan_id uuid CONSTRAINT maintenance_work_plan_fkey REFERENCES maintenance_plan (id),
  done_on date NOT NULL,
  done_by text NOT NULL CONSTRAINT maintenance_work_done_by_check CHECK (length(done_by) BETWEEN 1 AND 200),
  note text CONSTRAINT maintenance_work_note_check CHECK (length(note) BETWEEN 1 AND 2000),
  seconds_then bigint NOT NULL,
  cycles_then integer NOT NULL,
  recorded_by uuid NOT NULL CONSTRAINT maintenance_work_recorded_by_fkey REFERENCES app_user (id),
  recorded_at timestamptz NOT NULL
);
CREATE INDEX maintenance_work_device_idx ON maintenance_work (device_id, id DESC);
CREATE TRIGGER maintenance_work_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON maintenance_work
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN maintenance_work.plan_id IS 'empty for a repair that no plan asked for';
COMMENT ON COLUMN maintenance_work.seconds_then IS 'how long the device had been used by the end of that day';

CREATE TABLE maintenance_file (
  work_id uuid NOT NULL CONSTRAINT maintenance_file_work_fkey REFERENCES maintenance_work (id),
  file_id uuid NOT NULL CONSTRAINT maintenance_file_file_fkey REFERENCES equipment_file (id),
  CONSTRAINT maintenance_file_pkey PRIMARY KEY (work_id, file_id)
);
CREATE INDEX maintenance_file_file_idx ON maintenance_file (file_id);
CREATE TRIGGER maintenance_file_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON maintenance_file
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE maintenance_file, maintenance_work, maintenance_mark, maintenance_plan`);
  }
}
