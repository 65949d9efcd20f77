import type { MigrationInterface, QueryRunner } from 'typeorm';

const EVENTS = `'received', 'viewed', 'downloaded', 'attached', 'linked', 'corroborated'`;
const EVENTS_ADDED = `'detached', 'recorded', 'sealed', 'corrected', 'paired'`;
const ENTRIES = `'preserved', 'sealed', 'custody_head', 'audit_head', 'removed', 'key_changed'`;

/** Codes of lists, on-site records and seals. */
export class AdmitCodesOfSeals1764000074001 implements MigrationInterface {
  name = 'AdmitCodesOfSeals1764000074001';

  async up(runner: QueryRunner): Promise<void> {
    await admit(runner, `${EVENTS}, ${EVENTS_ADDED}`, `${ENTRIES}, 'site_record'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await admit(runner, EVENTS, ENTRIES);
  }
}

async function admit(runner: QueryRunner, events: string, entries: string): Promise<void> {
  await runner.query(`
ALTER TABLE evidence_custody_event DROP CONSTRAINT evidence_custody_event_event_check,
  ADD CONSTRAINT evidence_custody_event_event_check CHECK (event IN (${events}));
ALTER TABLE log_entry DROP CONSTRAINT log_entry_kind_check,
  ADD CONSTRAINT log_entry_kind_check CHECK (kind IN (${entries}));
`);
}
