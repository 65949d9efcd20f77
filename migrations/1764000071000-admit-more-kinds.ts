import type { MigrationInterface, QueryRunner } from 'typeorm';

const FIRST = `'photo', 'video', 'document', 'audio', 'track', 'record', 'other'`;
const MORE = `'satellite', 'orthophoto', 'rapid_test', 'session_record', 'measurement'`;

const admit = (kinds: string): string => `
ALTER TABLE evidence_item DROP CONSTRAINT evidence_item_kind_check;
ALTER TABLE evidence_item ADD CONSTRAINT evidence_item_kind_check CHECK (kind IN (${kinds}));
`;

/** Kinds for pictures of the ground with a georeference, and for what other rooms derive. */
export class AdmitMoreKinds1764000071000 implements MigrationInterface {
  name = 'AdmitMoreKinds1764000071000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(admit(`${FIRST}, ${MORE}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(admit(FIRST));
  }
}
