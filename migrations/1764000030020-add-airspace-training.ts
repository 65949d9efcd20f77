import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The training that lets fly a light drone in controlled airspace without a licence. */
export class AddAirspaceTraining1764000030020 implements MigrationInterface {
  name = 'AddAirspaceTraining1764000030020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE qualification DROP CONSTRAINT qualification_kind_check, DROP CONSTRAINT qualification_scope_check;
ALTER TABLE qualification
  ADD CONSTRAINT qualification_kind_check CHECK (kind IN ('pilot_licence', 'airspace_training', 'tester_training')),
  ADD CONSTRAINT qualification_scope_check CHECK (CASE kind
    WHEN 'pilot_licence' THEN scope IN ('small', 'medium', 'large')
    WHEN 'airspace_training' THEN scope = 'light'
    ELSE scope IN ('water', 'soil', 'air_noise', 'food') END);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DELETE FROM qualification WHERE kind = 'airspace_training';
ALTER TABLE qualification DROP CONSTRAINT qualification_kind_check, DROP CONSTRAINT qualification_scope_check;
ALTER TABLE qualification
  ADD CONSTRAINT qualification_kind_check CHECK (kind IN ('pilot_licence', 'tester_training')),
  ADD CONSTRAINT qualification_scope_check CHECK (CASE kind
    WHEN 'pilot_licence' THEN scope IN ('small', 'medium', 'large')
    ELSE scope IN ('water', 'soil', 'air_noise', 'food') END);
`);
  }
}
