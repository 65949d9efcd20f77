import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Full-width letters and white space make no other seal of it. */
export class SpellSealsAlike1764000035000 implements MigrationInterface {
  name = 'SpellSealsAlike1764000035000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX sample_seal_number_key;
CREATE UNIQUE INDEX sample_seal_number_key ON sample_seal (upper(regexp_replace(normalize(number, NFKC), '\\s', '', 'g')));
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX sample_seal_number_key;
CREATE UNIQUE INDEX sample_seal_number_key ON sample_seal (upper(number));
`);
  }
}
