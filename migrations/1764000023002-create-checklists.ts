import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is asked of a kind as a device leaves and comes back, version by version; and how it was answered. */
export class CreateChecklists1764000023002 implements MigrationInterface {
  name = 'CreateChecklists1764000023002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(template);
    await runner.query(answered);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE custody_checklist, checklist_template`);
  }
}

const refuseChange = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const template = `
CREATE TABLE checklist_template (
  id uuid CONSTRAINT checklist_template_pkey PRIMARY KEY,
  kind_id uuid NOT NULL CONSTRAINT checklist_template_kind_fkey REFERENCES device_kind (id),
  version integer NOT NULL CONSTRAINT checklist_template_version_check CHECK (version > 0),
  mandatory boolean NOT NULL,
  items jsonb NOT NULL CONSTRAINT checklist_template_items_check CHECK (jsonb_typeof(items) = 'array'),
  created_by uuid NOT NULL CONSTRAINT checklist_template_created_by_fkey REFERENCES app_user (id),
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT checklist_template_version_key UNIQUE (kind_id, version)
);
${refuseChange('checklist_template')}
COMMENT ON TABLE checklist_template IS 'the highest version counts; a kind without one is asked what ships with the service';
COMMENT ON COLUMN checklist_template.mandatory IS 'whether a device may change hands without its required items being answered';
`;

const answered = `
CREATE TABLE custody_checklist (
  id uuid CONSTRAINT custody_checklist_pkey PRIMARY KEY,
  custody_id uuid NOT NULL CONSTRAINT custody_checklist_custody_fkey REFERENCES custody (id),
  moment text NOT NULL CONSTRAINT custody_checklist_moment_check CHECK (moment IN ('check_out', 'hand_back')),
  template_version integer NOT NULL CONSTRAINT custody_checklist_template_version_check CHECK (template_version >= 0),
  items jsonb NOT NULL CONSTRAINT custody_checklist_items_check CHECK (jsonb_typeof(items) = 'array'),
  results jsonb NOT NULL CONSTRAINT custody_checklist_results_check CHECK (jsonb_typeof(results) = 'array'),
  answered_by uuid NOT NULL CONSTRAINT custody_checklist_answered_by_fkey REFERENCES app_user (id),
  answered_by_name text NOT NULL,
  answered_at timestamptz NOT NULL,
  CONSTRAINT custody_checklist_moment_key UNIQUE (custody_id, moment)
);
${refuseChange('custody_checklist')}
COMMENT ON COLUMN custody_checklist.template_version IS '0: what ships with the service';
COMMENT ON COLUMN custody_checklist.items IS 'what was asked, as it was then';
`;
