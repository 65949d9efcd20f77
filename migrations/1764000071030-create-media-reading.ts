import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What films and rasters say of themselves. */
export class CreateMediaReading1764000071030 implements MigrationInterface {
  name = 'CreateMediaReading1764000071030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE media_reading (
  sha256 text CONSTRAINT media_reading_pkey PRIMARY KEY CONSTRAINT media_reading_blob_fkey REFERENCES blob (sha256),
  film jsonb,
  raster jsonb,
  read_at timestamptz NOT NULL
);
COMMENT ON TABLE media_reading IS 'what films and rasters say of themselves, once a blob; read again when their renditions are made again';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE media_reading;`);
  }
}
