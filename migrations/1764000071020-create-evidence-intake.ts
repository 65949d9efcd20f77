import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Memory cards that are taken in as one, with a receipt a file; and the files that one press of the shutter makes. */
export class CreateEvidenceIntake1764000071020 implements MigrationInterface {
  name = 'CreateEvidenceIntake1764000071020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(intake + file + set);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE capture_set_member, capture_set, evidence_intake_file, evidence_intake;`);
  }
}

const intake = `
CREATE TABLE evidence_intake (
  id uuid CONSTRAINT evidence_intake_pkey PRIMARY KEY,
  state text NOT NULL CONSTRAINT evidence_intake_state_check
    CHECK (state IN ('open', 'unpacking', 'closed', 'failed')),
  title text CONSTRAINT evidence_intake_title_check CHECK (length(title) BETWEEN 1 AND 300),
  unit_id uuid NOT NULL CONSTRAINT evidence_intake_unit_fkey REFERENCES unit (id),
  case_id uuid CONSTRAINT evidence_intake_case_fkey REFERENCES case_file (id),
  device_id uuid CONSTRAINT evidence_intake_device_fkey REFERENCES device (id),
  collectors jsonb NOT NULL,
  archive_id uuid CONSTRAINT evidence_intake_archive_fkey REFERENCES evidence_item (id),
  entries integer CONSTRAINT evidence_intake_entries_check CHECK (entries >= 0),
  fault text,
  opened_by uuid NOT NULL CONSTRAINT evidence_intake_opened_by_fkey REFERENCES app_user (id),
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT evidence_intake_closed_check CHECK ((state IN ('closed', 'failed')) = (closed_at IS NOT NULL)),
  CONSTRAINT evidence_intake_fault_check CHECK ((state = 'failed') = (fault IS NOT NULL))
);
COMMENT ON TABLE evidence_intake IS 'a memory card that is taken in as one';
COMMENT ON COLUMN evidence_intake.archive_id IS 'the item that is unpacked; null where files come one by one';
COMMENT ON COLUMN evidence_intake.entries IS 'files the archive names; null where none was read';
`;

const file = `
CREATE TABLE evidence_intake_file (
  intake_id uuid NOT NULL CONSTRAINT evidence_intake_file_intake_fkey REFERENCES evidence_intake (id),
  path text NOT NULL CONSTRAINT evidence_intake_file_path_check CHECK (length(path) BETWEEN 1 AND 1000),
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  state text NOT NULL CONSTRAINT evidence_intake_file_state_check CHECK (state IN ('kept', 'refused')),
  item_id uuid CONSTRAINT evidence_intake_file_item_fkey REFERENCES evidence_item (id),
  sha256 text,
  sm3 text,
  size_bytes bigint,
  code text,
  received_at timestamptz NOT NULL,
  CONSTRAINT evidence_intake_file_pkey PRIMARY KEY (intake_id, path),
  CONSTRAINT evidence_intake_file_outcome_check
    CHECK ((state = 'kept') = (item_id IS NOT NULL) AND (state = 'refused') = (code IS NOT NULL))
);
CREATE INDEX evidence_intake_file_sequence ON evidence_intake_file (intake_id, sequence);
CREATE UNIQUE INDEX evidence_intake_file_item ON evidence_intake_file (item_id) WHERE item_id IS NOT NULL;
COMMENT ON TABLE evidence_intake_file IS 'receipts: what came of each file of a card';
COMMENT ON COLUMN evidence_intake_file.code IS 'why nothing was kept, as answers spell it';
`;

const set = `
CREATE TABLE capture_set (
  id uuid CONSTRAINT capture_set_pkey PRIMARY KEY,
  scope text NOT NULL,
  stem text NOT NULL,
  CONSTRAINT capture_set_scope_stem_key UNIQUE (scope, stem)
);
CREATE TABLE capture_set_member (
  item_id uuid CONSTRAINT capture_set_member_pkey PRIMARY KEY
    CONSTRAINT capture_set_member_item_fkey REFERENCES evidence_item (id),
  set_id uuid NOT NULL CONSTRAINT capture_set_member_set_fkey REFERENCES capture_set (id),
  role text NOT NULL CONSTRAINT capture_set_member_role_check CHECK (role IN (
    'thermal', 'wide', 'zoom', 'visible', 'main', 'subtitles', 'proxy', 'timestamps', 'navigation', 'observations',
    'corrections'))
);
CREATE INDEX capture_set_member_set ON capture_set_member (set_id);
COMMENT ON TABLE capture_set IS 'files that one press of the shutter, or one survey flight, makes';
COMMENT ON COLUMN capture_set.scope IS 'where equal names mean the same capture: a folder of a card, or a unit, case and device';
`;
