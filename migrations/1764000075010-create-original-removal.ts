import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Originals that shall leave the store: the row comes first, the bytes follow. */
export class CreateOriginalRemoval1764000075010 implements MigrationInterface {
  name = 'CreateOriginalRemoval1764000075010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE original_removal (
  sha256 text CONSTRAINT original_removal_pkey PRIMARY KEY
    CONSTRAINT original_removal_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  reason text NOT NULL CONSTRAINT original_removal_reason_check CHECK (reason IN ('retention', 'upload_remains')),
  scheduled_at timestamptz NOT NULL,
  not_before timestamptz NOT NULL,
  removing_at timestamptz,
  removed_at timestamptz,
  returned_at timestamptz,
  CONSTRAINT original_removal_removed_check CHECK (removed_at IS NULL OR removing_at IS NOT NULL),
  CONSTRAINT original_removal_returned_check CHECK (returned_at IS NULL OR removing_at IS NULL)
);
CREATE INDEX original_removal_due_idx ON original_removal (not_before) WHERE removed_at IS NULL AND returned_at IS NULL;
COMMENT ON TABLE original_removal IS 'bytes nobody uses any more and that leave the store; also bytes that never had a record';
COMMENT ON COLUMN original_removal.not_before IS 'an upload of the same bytes puts it off';
COMMENT ON COLUMN original_removal.removing_at IS 'from here on no record may count on the bytes that are there';
COMMENT ON COLUMN original_removal.returned_at IS 'somebody uses the bytes again: they stay';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE original_removal`);
  }
}
