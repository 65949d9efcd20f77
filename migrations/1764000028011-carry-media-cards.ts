import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A card in a device changes hands with it: a link of its chain. */
export class CarryMediaCards1764000028011 implements MigrationInterface {
  name = 'CarryMediaCards1764000028011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventsAre([...EVENTS, 'carried']));
  }

  /** Refused once a card was carried: its chain is not shortened. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(eventsAre(EVENTS));
  }
}

const EVENTS = ['registered', 'inserted', 'removed', 'listed', 'sealed', 'handed_over', 'cleared', 'reused'];

function eventsAre(events: readonly string[]): string {
  return `
    ALTER TABLE media_entry DROP CONSTRAINT media_entry_event_check,
      ADD CONSTRAINT media_entry_event_check CHECK (event IN (${events.map((event) => `'${event}'`).join(', ')}))`;
}
