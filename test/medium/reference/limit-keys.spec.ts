import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { SpellLimitKeysApart1764000053000 } from '../../../migrations/1764000053000-spell-limit-keys-apart.js';
import { SHIPPED_LIMITS } from '../../../src/reference/limits/shipped.rows.js';
import { columnsOf } from '../../../src/reference/limits/limit-record.rules.js';
import type { LimitDraft } from '../../../src/reference/limits/limit.rules.js';
import { TestDatabase } from '../../support/database.js';

const STRANGE: readonly Partial<LimitDraft>[] = [
  { edition: '2002/1', clause: '表1' },
  { edition: '2002', clause: '1/表1\\' },
  {
    conditions: {
      industries: ['乙+甲', '甲', '丙\\'],
      matrices: ['米/面'],
      phAbove: 6.5,
      phUpTo: 7,
      builtFrom: '1998-01-01',
    },
  },
  { conditions: { landUses: ['paddy', 'other'], waterBody: 'river', builtBefore: '1998-01-01' } },
  { edition: '2003', conditions: { landUses: ['other', 'paddy', 'orchard'] } },
];

describe('the key of a limit', () => {
  let database: TestDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await TestDatabase.create();
    source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('is spelt by the migration, for rows that are there already, as by the rules', async () => {
    const [first] = SHIPPED_LIMITS;
    if (!first) throw new Error('no limits are shipped');
    const drafts = [...SHIPPED_LIMITS, ...STRANGE.map((change) => ({ ...first, ...change }))].map(columnsOf);
    await source.query(`DELETE FROM limit_row`);
    for (const [nth, row] of drafts.entries())
      await source.query(
        `INSERT INTO limit_row (id, key, version, standard, edition, clause, item, kind, class, conditions, operator, low,
           high, unit, source, confirmed_by, confirmer, origin, recorded_at)
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'shipped', now())`,
        [
          randomUUID(),
          `unspelt ${nth}`,
          row.standard,
          row.edition,
          row.clause,
          row.item,
          row.kind,
          row.class,
          JSON.stringify(row.conditions),
          row.operator,
          row.low,
          row.high,
          row.unit,
          row.source,
          row.confirmedBy,
          row.confirmer,
        ],
      );
    const runner = source.createQueryRunner();
    await new SpellLimitKeysApart1764000053000().up(runner);
    await runner.release();
    const kept: { key: string }[] = await source.query(`SELECT key FROM limit_row`);
    expect(kept.map(({ key }) => key).toSorted()).toEqual(drafts.map(({ key }) => key).toSorted());
  });
});
