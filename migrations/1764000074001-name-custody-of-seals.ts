import type { MigrationInterface, QueryRunner } from 'typeorm';

const ADDED = ['detached', 'recorded', 'sealed', 'corrected', 'paired'];

/** Custody events of lists, on-site records and seals, beside whatever events there are. */
export class NameCustodyOfSeals1764000074001 implements MigrationInterface {
  name = 'NameCustodyOfSeals1764000074001';

  async up(runner: QueryRunner): Promise<void> {
    const before = await eventsOf(runner);
    await setEvents(runner, [...new Set([...before, ...ADDED])]);
  }

  async down(runner: QueryRunner): Promise<void> {
    const now = await eventsOf(runner);
    await setEvents(
      runner,
      now.filter((event) => !ADDED.includes(event)),
    );
  }
}

/** The codes that the check admits now. */
async function eventsOf(runner: QueryRunner): Promise<string[]> {
  const [{ definition }] = (await runner.query(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conname = 'evidence_custody_event_event_check' AND conrelid = 'evidence_custody_event'::regclass`,
  )) as [{ definition: string }];
  return [...definition.matchAll(/'([a-z_]+)'/g)].flatMap(([, code]) => code ?? []);
}

async function setEvents(runner: QueryRunner, events: readonly string[]): Promise<void> {
  const list = events.map((event) => `'${event}'`).join(', ');
  await runner.query(`
ALTER TABLE evidence_custody_event DROP CONSTRAINT evidence_custody_event_event_check,
  ADD CONSTRAINT evidence_custody_event_event_check CHECK (event IN (${list}))`);
}
