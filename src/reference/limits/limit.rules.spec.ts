import { describe, expect, it } from '@jest/globals';
import { MEASURED_ITEMS, measuredItemCode } from '../measured-item.data.js';
import { GB15618_LIMITS } from './gb15618.data.js';
import { GB3838_LIMITS } from './gb3838.data.js';
import { findLimit, type LimitDraft, limitKey, type LimitQuestion, sameLimit, satisfies } from './limit.rules.js';
import { SHIPPED_LIMITS } from './shipped.rows.js';

const on = '2026-05-10';
const water = { standard: 'GB 3838-2002', on };
const farmland = { standard: 'GB 15618-2018', on };
const building = { standard: 'GB 36600-2018', on };
const sewage = { standard: 'GB 8978-1996', on };
const old = { builtOn: '1997-12-31', industry: 'other' };

/** One line a case: the question, and the value, what must be stated, or the answer. */
const GOLDEN: readonly (readonly [string, LimitQuestion, unknown])[] = [
  ['NH3-N of class III', { ...water, item: 'ammonia_nitrogen', class: 'III' }, 1],
  ['COD of class V', { ...water, item: 'cod', class: 'V' }, 40],
  ['oxygen of class I', { ...water, item: 'dissolved_oxygen', class: 'I' }, 7.5],
  ['phosphorus of a river', { ...water, item: 'total_phosphorus', class: 'III', waterBody: 'river' }, 0.2],
  ['phosphorus of a lake', { ...water, item: 'total_phosphorus', class: 'III', waterBody: 'lake' }, 0.05],
  ['phosphorus of what?', { ...water, item: 'total_phosphorus', class: 'III' }, ['waterBody']],
  ['phosphorus without anything', { ...water, item: 'total_phosphorus' }, ['class', 'waterBody']],
  ['nitrogen of a lake', { ...water, item: 'total_nitrogen', class: 'III', waterBody: 'lake' }, 1],
  ['nitrogen of a river', { ...water, item: 'total_nitrogen', class: 'III', waterBody: 'river' }, 'none'],
  ['no class stated', { ...water, item: 'cod' }, ['class']],
  ['a class that is none', { ...water, item: 'cod', class: 'VI' }, 'none'],
  ['an item on no list', { ...water, item: 'gold', class: 'III' }, 'none'],
  ['a standard on no list', { standard: 'GB 0000', on, item: 'cod', class: 'III' }, 'none'],
  ['cadmium, paddy, pH 5.5', { ...farmland, item: 'cadmium', kind: 'screening', landUse: 'paddy', ph: 5.5 }, 0.3],
  ['cadmium, paddy, pH 5.51', { ...farmland, item: 'cadmium', kind: 'screening', landUse: 'paddy', ph: 5.51 }, 0.4],
  ['cadmium, paddy, pH 7.6', { ...farmland, item: 'cadmium', kind: 'screening', landUse: 'paddy', ph: 7.6 }, 0.8],
  ['cadmium, orchard, pH 7', { ...farmland, item: 'cadmium', kind: 'screening', landUse: 'orchard', ph: 7 }, 0.3],
  ['cadmium, to control, pH 7', { ...farmland, item: 'cadmium', kind: 'control', landUse: 'other', ph: 7 }, 3],
  ['cadmium, to control, of what land?', { ...farmland, item: 'cadmium', kind: 'control', ph: 7 }, ['landUse']],
  ['cadmium without kind', { ...farmland, item: 'cadmium', landUse: 'paddy', ph: 7 }, ['kind']],
  ['cadmium without pH', { ...farmland, item: 'cadmium', kind: 'screening', landUse: 'paddy' }, ['ph']],
  ['cadmium without land use', { ...farmland, item: 'cadmium', kind: 'screening', ph: 7 }, ['landUse']],
  ['cadmium without both', { ...farmland, item: 'cadmium', kind: 'screening' }, ['landUse', 'ph']],
  ['copper of an orchard', { ...farmland, item: 'copper', landUse: 'orchard', ph: 6 }, 150],
  ['copper of a paddy', { ...farmland, item: 'copper', landUse: 'paddy', ph: 6 }, 50],
  ['nickel of a paddy', { ...farmland, item: 'nickel', landUse: 'paddy', ph: 6 }, 70],
  ['nickel of what land?', { ...farmland, item: 'nickel', ph: 6 }, ['landUse']],
  ['zinc of what soil?', { ...farmland, item: 'zinc' }, ['landUse', 'ph']],
  ['before the standard was in force', { ...farmland, on: '2018-07-31', item: 'nickel', ph: 6 }, 'none'],
  ['arsenic, class 1, screening', { ...building, item: 'arsenic', kind: 'screening', class: 'class_1' }, 20],
  ['arsenic, class 2, control', { ...building, item: 'arsenic', kind: 'control', class: 'class_2' }, 140],
  ['arsenic without class', { ...building, item: 'arsenic', kind: 'control' }, ['class']],
  ['COD of grade 1, old unit', { ...sewage, ...old, item: 'cod', class: 'grade_1' }, 100],
  ['ammonia of grade 3 has none', { ...sewage, ...old, item: 'ammonia_nitrogen', class: 'grade_3' }, 'none'],
  ['a unit of 1998', { ...sewage, ...old, builtOn: '1998-01-01', item: 'cod', class: 'grade_1' }, 'none'],
  ['a unit with its own standard', { ...sewage, ...old, industry: 'paper', item: 'cod', class: 'grade_1' }, 'none'],
  ['sewage of whom?', { ...sewage, item: 'cod', class: 'grade_1' }, ['builtOn', 'industry']],
];

function told(question: LimitQuestion): unknown {
  const answer = findLimit(SHIPPED_LIMITS, question);
  if (answer.is === 'found') return answer.row.value;
  return answer.is === 'unstated' ? answer.missing : answer.is;
}

describe('findLimit', () => {
  it.each(GOLDEN)('%s', (_, question, expected) => {
    expect(told(question)).toEqual(expected);
  });

  it('decides nothing between two rows that both hold', () => {
    const [row] = GB15618_LIMITS as [LimitDraft];
    const twice = [row, { ...row, clause: 'another table', value: 1 }];
    const question = { ...farmland, item: 'cadmium', landUse: 'paddy', ph: 5 };
    expect(findLimit(twice, question)).toEqual({ is: 'ambiguous' });
  });

  it('finds exactly one farmland row for every acidity, land use and item', () => {
    for (const item of new Set(GB15618_LIMITS.map((row) => row.item)))
      for (const landUse of ['paddy', 'orchard', 'other'])
        for (let ph = 0; ph <= 14; ph += 0.1)
          expect(told({ ...farmland, item, landUse, ph, kind: 'screening' })).toEqual(expect.any(Number));
  });
});

describe('satisfies', () => {
  it.each([
    [{ operator: 'at_most', value: 1 }, 1, true],
    [{ operator: 'at_most', value: 1 }, 1.01, false],
    [{ operator: 'at_least', value: 5 }, 5, true],
    [{ operator: 'at_least', value: 5 }, 4.9, false],
    [{ operator: 'between', value: [6, 9] }, 6, true],
    [{ operator: 'between', value: [6, 9] }, 9, true],
    [{ operator: 'between', value: [6, 9] }, 5.9, false],
    [{ operator: 'between', value: [6, 9] }, 9.1, false],
  ] as const)('%j holds %d: %p', (row, value, expected) => {
    expect(satisfies(value, row)).toBe(expected);
  });
});

describe('the rows that ship', () => {
  it('have each a place of its own', () => {
    expect(new Set(SHIPPED_LIMITS.map(limitKey)).size).toBe(SHIPPED_LIMITS.length);
  });

  it('name only items of the item list, and say who compared two copies exactly where two were', () => {
    const codes = new Set(MEASURED_ITEMS.map((item) => item.code));
    expect(SHIPPED_LIMITS.filter((row) => !codes.has(row.item))).toEqual([]);
    expect(SHIPPED_LIMITS.filter((row) => (row.confirmedBy === 'two_copies') !== (row.confirmer !== null))).toEqual([]);
  });

  it('of surface water never get stricter from class I to class V', () => {
    const lines = new Map<string, LimitDraft[]>();
    for (const row of GB3838_LIMITS) {
      const key = `${row.item}/${row.conditions.waterBody ?? ''}`;
      lines.set(key, [...(lines.get(key) ?? []), row]);
    }
    for (const rows of lines.values()) {
      const slack = rows.map((row) => (row.operator === 'at_least' ? -Number(row.value) : looseness(row.value)));
      expect(slack).toEqual(slack.toSorted((a, b) => a - b));
    }
  });

  it('are confirmed in two copies where the reference saw two', () => {
    const confirmed = new Set(GB3838_LIMITS.filter((row) => row.confirmedBy === 'two_copies').map((row) => row.item));
    expect([...confirmed].toSorted()).toEqual([
      'ammonia_nitrogen',
      'bod5',
      'cod',
      'dissolved_oxygen',
      'permanganate_index',
      'total_nitrogen',
      'total_phosphorus',
    ]);
    expect(GB15618_LIMITS.every((row) => row.confirmedBy === 'single_source')).toBe(true);
  });
});

describe('sameLimit', () => {
  const [row] = GB3838_LIMITS as [LimitDraft];
  it.each([
    [{}, true],
    [{ value: [6, 8.5] as const }, false],
    [{ confirmedBy: 'two_copies' as const, confirmer: '省院技术处' }, false],
    [{ class: 'II' }, false],
  ])('tells %j', (change, expected) => {
    expect(sameLimit(row, { ...row, ...change })).toBe(expected);
  });

  it.each([
    [
      { edition: '2002/1', clause: '表1' },
      { edition: '2002', clause: '1/表1' },
    ],
    [
      { edition: '2002\\', clause: '表1' },
      { edition: '2002', clause: '\\表1' },
    ],
    [
      { clause: '表1\\', item: '/镍' },
      { clause: '表1\\/', item: '镍' },
    ],
    [{ conditions: { industries: ['a+b'] } }, { conditions: { industries: ['a', 'b'] } }],
    [{ conditions: { industries: ['a\\', 'b'] } }, { conditions: { industries: ['a\\+b'] } }],
    [{ conditions: { industries: ['a/b'] } }, { conditions: { industries: ['a'], matrices: ['b'] } }],
  ])('gives %j and %j a key of their own', (one, other) => {
    expect(limitKey({ ...row, ...one })).not.toBe(limitKey({ ...row, ...other }));
  });

  it('tells a row that asks for the use of land from one in its place that does not', () => {
    const nickel = GB15618_LIMITS.find(({ item }) => item === 'nickel');
    if (!nickel) throw new Error('nickel has rows');
    const { landUses = [], ...conditions } = nickel.conditions;
    expect(limitKey({ ...nickel, conditions })).toBe(limitKey(nickel));
    expect(sameLimit(nickel, { ...nickel, conditions })).toBe(false);
    const turned = { ...conditions, landUses: landUses.toReversed() };
    expect(sameLimit(nickel, { ...nickel, conditions: turned })).toBe(true);
  });
});

describe('measuredItemCode', () => {
  it.each([
    ['NH3-N', 'ammonia_nitrogen'],
    ['氨氮', 'ammonia_nitrogen'],
    [' codmn ', 'permanganate_index'],
    ['COD', 'cod'],
    ['ＴＰ', 'total_phosphorus'],
    ['dissolved oxygen', 'dissolved_oxygen'],
    ['总铬', 'chromium'],
    ['六价铬', 'chromium_vi'],
  ])('reads %p as %s', (name, code) => {
    expect(measuredItemCode(name)).toBe(code);
  });

  it('does not guess', () => {
    expect(measuredItemCode('gold')).toBeUndefined();
    expect(measuredItemCode('')).toBeUndefined();
  });

  it('gives no spelling to two items', () => {
    for (const item of MEASURED_ITEMS)
      for (const name of [item.zh, ...item.spellings])
        expect([name, measuredItemCode(name)]).toEqual([name, item.code]);
  });
});

function looseness(value: number | readonly [number, number]): number {
  return typeof value === 'number' ? value : value[1] - value[0];
}
