import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = `'received', 'viewed', 'downloaded', 'attached', 'linked', 'corroborated',
    'detached', 'recorded', 'sealed', 'corrected', 'paired'`;
const ADDED = `'shared', 'exported', 'checked', 'held', 'released', 'removal_proposed',
    'removal_withdrawn', 'removed'`;

/** Everything that can happen to an item has its kind of event; events of a period are found by its index. */
export class WidenCustody1764000075000 implements MigrationInterface {
  name = 'WidenCustody1764000075000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE evidence_custody_event DROP CONSTRAINT evidence_custody_event_event_check,
  ADD CONSTRAINT evidence_custody_event_event_check CHECK (event IN (${BEFORE}, ${ADDED}));
CREATE INDEX evidence_custody_event_item_at_idx ON evidence_custody_event (item_id, at);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX evidence_custody_event_item_at_idx;
ALTER TABLE evidence_custody_event DROP CONSTRAINT evidence_custody_event_event_check,
  ADD CONSTRAINT evidence_custody_event_event_check CHECK (event IN (${BEFORE}));
`);
  }
}
