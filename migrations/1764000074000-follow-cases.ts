import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every change of a case's stage with its reason, and the day on which the place is looked at again (回头看). */
export class FollowCases1764000074000 implements MigrationInterface {
  name = 'FollowCases1764000074000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE case_file ADD COLUMN follow_up_on date, ADD COLUMN follow_up_note text,
  ADD COLUMN follow_up_told_on date,
  ADD CONSTRAINT ck_case_file_follow_up_note CHECK (length(follow_up_note) BETWEEN 1 AND 500),
  ADD CONSTRAINT ck_case_file_follow_up CHECK (follow_up_on IS NOT NULL OR num_nonnulls(follow_up_note, follow_up_told_on) = 0);
CREATE INDEX ix_case_file_follow_up ON case_file (follow_up_on) WHERE follow_up_on IS NOT NULL;
COMMENT ON COLUMN case_file.follow_up_on IS 'the day, in China, on which the place is to be looked at again';
COMMENT ON COLUMN case_file.follow_up_told_on IS 'the follow-up day that members were reminded of';
CREATE TABLE case_stage_change (
  id uuid CONSTRAINT pk_case_stage_change PRIMARY KEY,
  case_id uuid NOT NULL CONSTRAINT fk_case_stage_change_case REFERENCES case_file (id),
  from_stage text NOT NULL CONSTRAINT ck_case_stage_change_from CHECK (from_stage IN (${STAGES})),
  to_stage text NOT NULL CONSTRAINT ck_case_stage_change_to CHECK (to_stage IN (${STAGES})),
  reason text NOT NULL CONSTRAINT ck_case_stage_change_reason CHECK (length(reason) BETWEEN 1 AND 1000),
  changed_at timestamptz NOT NULL,
  changed_by uuid NOT NULL CONSTRAINT fk_case_stage_change_changed_by REFERENCES app_user (id),
  changed_by_name text NOT NULL,
  CONSTRAINT ck_case_stage_change_moves CHECK (from_stage <> to_stage)
);
CREATE INDEX ix_case_stage_change_case ON case_stage_change (case_id, id);
CREATE TRIGGER case_stage_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_stage_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN case_stage_change.changed_by_name IS 'as the person was called then';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE case_stage_change;
ALTER TABLE case_file DROP COLUMN follow_up_on, DROP COLUMN follow_up_note, DROP COLUMN follow_up_told_on;
`);
  }
}

const STAGES = `'clue', 'filed', 'investigating', 'recommendation', 'litigation', 'follow_up', 'closed'`;
