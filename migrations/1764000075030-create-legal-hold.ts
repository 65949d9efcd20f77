import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Legal holds: what they cover is kept whatever a rule says. */
export class CreateLegalHold1764000075030 implements MigrationInterface {
  name = 'CreateLegalHold1764000075030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE legal_hold (
  id uuid CONSTRAINT legal_hold_pkey PRIMARY KEY,
  case_id uuid CONSTRAINT legal_hold_case_fkey REFERENCES case_file (id),
  item_id uuid CONSTRAINT legal_hold_item_fkey REFERENCES evidence_item (id),
  reason text NOT NULL CONSTRAINT legal_hold_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  ends_at timestamptz CONSTRAINT legal_hold_ends_at_check CHECK (ends_at > placed_at),
  placed_by uuid NOT NULL CONSTRAINT legal_hold_placed_by_fkey REFERENCES app_user (id),
  placed_at timestamptz NOT NULL,
  CONSTRAINT legal_hold_subject_check CHECK (num_nonnulls(case_id, item_id) = 1)
);
CREATE INDEX legal_hold_case_idx ON legal_hold (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX legal_hold_item_idx ON legal_hold (item_id) WHERE item_id IS NOT NULL;
CREATE TRIGGER legal_hold_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON legal_hold
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TABLE legal_hold_release (
  hold_id uuid CONSTRAINT legal_hold_release_pkey PRIMARY KEY CONSTRAINT legal_hold_release_hold_fkey REFERENCES legal_hold (id),
  reason text NOT NULL CONSTRAINT legal_hold_release_reason_check CHECK (length(reason) BETWEEN 1 AND 1000),
  released_by uuid NOT NULL CONSTRAINT legal_hold_release_released_by_fkey REFERENCES app_user (id),
  released_at timestamptz NOT NULL
);
CREATE TRIGGER legal_hold_release_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON legal_hold_release
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE legal_hold IS 'a case or an item that nothing may be removed of; never changed, ended by a release or by its own date';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE legal_hold_release, legal_hold`);
  }
}
