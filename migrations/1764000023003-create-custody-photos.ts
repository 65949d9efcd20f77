import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos taken as a device changes hands. */
export class CreateCustodyPhotos1764000023003 implements MigrationInterface {
  name = 'CreateCustodyPhotos1764000023003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE custody_photo (
  custody_id uuid NOT NULL CONSTRAINT custody_photo_custody_fkey REFERENCES custody (id),
  moment text NOT NULL CONSTRAINT custody_photo_moment_check
    CHECK (moment IN ('check_out', 'hand_back', 'hand_over')),
  file_id uuid NOT NULL CONSTRAINT custody_photo_file_fkey REFERENCES equipment_file (id),
  attached_by uuid NOT NULL CONSTRAINT custody_photo_attached_by_fkey REFERENCES app_user (id),
  attached_at timestamptz NOT NULL,
  CONSTRAINT custody_photo_pkey PRIMARY KEY (custody_id, moment, file_id)
);
CREATE INDEX custody_photo_file_idx ON custody_photo (file_id);
CREATE TRIGGER custody_photo_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody_photo
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE custody_photo`);
  }
}
