import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fences are of units: members of a session see one that was drawn for it. */
export class SayWhoseFencesAre1764000061020 implements MigrationInterface {
  name = 'SayWhoseFencesAre1764000061020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `COMMENT ON TABLE fence IS 'areas: people are told when devices enter, leave or stay; each version for itself'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `COMMENT ON TABLE fence IS 'areas that a unit or a session is told of when devices enter, leave or stay; each version for itself'`,
    );
  }
}
