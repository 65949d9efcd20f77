import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which sortie of its flight a task of a dock is. */
export class NameSortiesOfTasks1764000062000 implements MigrationInterface {
  name = 'NameSortiesOfTasks1764000062000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE dock_task ADD COLUMN sortie smallint CONSTRAINT dock_task_sortie_check CHECK (sortie > 0);
COMMENT ON COLUMN dock_task.sortie IS 'of its flight, once the dock has said that the aircraft is on its way';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE dock_task DROP COLUMN sortie;`);
  }
}
