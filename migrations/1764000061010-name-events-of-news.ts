import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News of an event are told once, and have an id of the time at which they are told. */
export class NameEventsOfNews1764000061010 implements MigrationInterface {
  name = 'NameEventsOfNews1764000061010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE device_news ADD COLUMN event_id uuid CONSTRAINT device_news_event_key UNIQUE;
COMMENT ON COLUMN device_news.event_id IS 'the event that they tell of, which may be delivered more than once; empty: none';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE device_news DROP COLUMN event_id;`);
  }
}
