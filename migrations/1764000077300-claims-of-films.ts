import type { MigrationInterface, QueryRunner } from 'typeorm';

const CLAIM_SOURCES = `'exif_gps', 'xmp_exif', 'xmp_dji', 'gps_date', 'exif_time', 'xmp_time', 'telemetry', 'manual', 'gateway'`;

/** Films say when and where they were made, in their containers and in the subtitles that drones write beside them. */
export class ClaimsOfFilms1764000077300 implements MigrationInterface {
  name = 'ClaimsOfFilms1764000077300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_claim DROP CONSTRAINT evidence_claim_source_check,
  ADD CONSTRAINT evidence_claim_source_check CHECK (source IN (${CLAIM_SOURCES}, 'film_container', 'subtitles'));
`);
  }

  /** Only where no such claim was taken down: claims are never deleted. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_claim DROP CONSTRAINT evidence_claim_source_check,
  ADD CONSTRAINT evidence_claim_source_check CHECK (source IN (${CLAIM_SOURCES}));
`);
  }
}
