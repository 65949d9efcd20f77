import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { Verdict } from '../../../src/evidence/corroboration/corroboration.types.js';
import { pageStatement } from '../../../src/evidence/search/search.repository.js';
import { TestDatabase } from '../../support/database.js';

const ITEMS = 20_000;
/** One in so many is contradicted. */
const RARE = 2_000;

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Node[];
}

describe('the search for a rare verdict', () => {
  let database: TestDatabase;
  let client: Client;
  let unitId: string;

  beforeAll(async () => {
    database = await TestDatabase.create({ seeded: true });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`
      INSERT INTO blob (sha256, sm3, size_bytes, media_type, place, stored_at)
        VALUES (repeat('a', 64), repeat('b', 64), 1, 'image/jpeg', 'originals', now());
      INSERT INTO evidence_item (id, kind, state, file_name, sha256, sha256_declared, unit_id, uploaded_by, uploader,
        collectors, received_at, flags, metadata)
      SELECT gen_random_uuid(), 'photo', 'received', nth || '.jpg', repeat('a', 64), false, person.unit_id, person.id,
        '{"name": "x"}', '[]', now(), '{}', '{}'
      FROM generate_series(1, ${ITEMS}) AS nth
      CROSS JOIN (SELECT id, unit_id FROM app_user ORDER BY username LIMIT 1) AS person;
      INSERT INTO corroboration (id, item_id, occasion, verdict, result, computed_at)
      SELECT gen_random_uuid(), id, 'intake', CASE WHEN (split_part(file_name, '.', 1))::integer % ${RARE} = 0
        THEN 'inconsistent' ELSE 'consistent' END, '{"checks": []}', now()
      FROM evidence_item WHERE sha256 = repeat('a', 64);
      INSERT INTO evidence_verdict (item_id, run_id, verdict, withheld_verdict)
      SELECT item_id, id, verdict, verdict FROM corroboration ON CONFLICT DO NOTHING;
      ANALYZE evidence_item, corroboration, evidence_verdict`);
    const found = await client.query<{ unit_id: string }>(
      `SELECT unit_id FROM evidence_item WHERE sha256 = repeat('a', 64) LIMIT 1`,
    );
    unitId = found.rows[0]?.unit_id ?? '';
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const asked = (verdict: Verdict, limit: number): ReturnType<typeof pageStatement> => {
    const scope = { everything: false, unitIds: [unitId], caseIds: [], sessionIds: [], userId: '' };
    return pageStatement(scope, { verdict, time: 'captured' }, { order: 'received', limit });
  };
  const expectFewRead = async (): Promise<void> => {
    const { text, values } = asked('inconsistent', 51);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node; 'Execution Time': number }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      [...values],
    );
    const [explained] = rows[0]?.['QUERY PLAN'] ?? [];
    const nodes: Node[] = [];
    const walk = (node: Node): void => {
      nodes.push(node);
      node.Plans?.forEach(walk);
    };
    if (explained) walk(explained.Plan);
    expect(nodes[0]?.['Actual Rows']).toBe(ITEMS / RARE);
    const read = nodes.map((node) => node['Actual Rows'] * node['Actual Loops']);
    expect(Math.max(...read)).toBeLessThan(ITEMS / 20);
  };

  it('reads what has it, and not what has another', expectFewRead);

  it('does so too where it was not kept what those see who may not know where an item comes from', async () => {
    await client.query(`UPDATE evidence_verdict SET withheld_verdict = NULL`);
    await client.query(`VACUUM ANALYZE evidence_verdict`);
    await expectFewRead();
    const count = async (verdict: Verdict): Promise<number | null> => {
      const { text, values } = asked(verdict, ITEMS + 1);
      return (await client.query(text, [...values])).rowCount;
    };
    expect(await count('consistent')).toBe(ITEMS);
    expect(await count('unknown')).toBe(ITEMS);
  });
});
