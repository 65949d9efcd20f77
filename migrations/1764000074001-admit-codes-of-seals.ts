import type { MigrationInterface, QueryRunner } from 'typeorm';

interface CodeList {
  readonly table: string;
  readonly column: string;
  readonly constraint: string;
  readonly added: readonly string[];
}

const LISTS: readonly CodeList[] = [
  {
    table: 'evidence_custody_event',
    column: 'event',
    constraint: 'evidence_custody_event_event_check',
    added: ['detached', 'recorded', 'sealed', 'corrected', 'paired'],
  },
  { table: 'log_entry', column: 'kind', constraint: 'log_entry_kind_check', added: ['site_record'] },
];

/** Codes of lists, on-site records and seals, beside whatever codes are admitted already. */
export class AdmitCodesOfSeals1764000074001 implements MigrationInterface {
  name = 'AdmitCodesOfSeals1764000074001';

  async up(runner: QueryRunner): Promise<void> {
    for (const list of LISTS) await admit(runner, list, (codes) => [...new Set([...codes, ...list.added])]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const list of LISTS) await admit(runner, list, (codes) => codes.filter((code) => !list.added.includes(code)));
  }
}

async function admit(
  runner: QueryRunner,
  { table, column, constraint }: CodeList,
  change: (codes: readonly string[]) => readonly string[],
): Promise<void> {
  const [{ definition }] = (await runner.query(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1 AND conrelid = $2::regclass`,
    [constraint, table],
  )) as [{ definition: string }];
  const codes = change([...definition.matchAll(/'([a-z_]+)'/g)].flatMap(([, code]) => code ?? []));
  await runner.query(`
ALTER TABLE ${table} DROP CONSTRAINT ${constraint},
  ADD CONSTRAINT ${constraint} CHECK (${column} IN (${codes.map((code) => `'${code}'`).join(', ')}))`);
}
