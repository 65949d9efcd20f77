import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A picture that cannot be decoded here may carry a small copy of itself, which is shown in its place and said to be. */
export class ShowEmbeddedThumbnails1764000077310 implements MigrationInterface {
  name = 'ShowEmbeddedThumbnails1764000077310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE rendition ADD COLUMN embedded boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rendition.embedded IS 'made from the thumbnail that the file carries: its pixels could not be decoded';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE rendition DROP COLUMN embedded`);
  }
}
