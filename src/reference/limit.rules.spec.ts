import { describe, expect, it } from '@jest/globals';
import { GB3838_LIMITS } from './gb3838.data.js';
import { findLimit, satisfies, WATER_CLASSES } from './limit.rules.js';
import { waterItemCode, WATER_ITEMS } from './water-item.data.js';

const standard = 'GB 3838-2002';

describe('findLimit', () => {
  it.each([
    ['ammonia_nitrogen', 'III', 1],
    ['cod', 'V', 40],
    ['dissolved_oxygen', 'I', 7.5],
    ['permanganate_index', 'II', 4],
  ] as const)('finds %s of class %s', (item, waterClass, value) => {
    const row = findLimit(GB3838_LIMITS, { standard, item, class: waterClass });
    expect(row).toMatchObject({ item, class: waterClass, value, unit: 'mg/L', confirmedBy: 'two_copies' });
  });

  it('tells a lake from a river for total phosphorus', () => {
    const query = { standard, item: 'total_phosphorus', class: 'III' } as const;
    expect(findLimit(GB3838_LIMITS, { ...query, waterBody: 'river' })?.value).toBe(0.2);
    expect(findLimit(GB3838_LIMITS, { ...query, waterBody: 'lake' })?.value).toBe(0.05);
  });

  it('has no limit where the body is needed and not said', () => {
    expect(findLimit(GB3838_LIMITS, { standard, item: 'total_phosphorus', class: 'III' })).toBeUndefined();
    expect(findLimit(GB3838_LIMITS, { standard, item: 'total_nitrogen', class: 'III' })).toBeUndefined();
  });

  it('has no total nitrogen limit for a river', () => {
    const query = { standard, item: 'total_nitrogen', class: 'III', waterBody: 'river' } as const;
    expect(findLimit(GB3838_LIMITS, query)).toBeUndefined();
  });

  it('has no limit for an item or a standard it does not know', () => {
    expect(findLimit(GB3838_LIMITS, { standard, item: 'gold', class: 'III' })).toBeUndefined();
    expect(findLimit(GB3838_LIMITS, { standard: 'GB 0000', item: 'cod', class: 'III' })).toBeUndefined();
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

describe('GB 3838-2002 table 1', () => {
  it('has one row per line and class, each with its own id', () => {
    expect(GB3838_LIMITS).toHaveLength(24 * WATER_CLASSES.length);
    expect(new Set(GB3838_LIMITS.map((row) => row.id)).size).toBe(GB3838_LIMITS.length);
  });

  it('never gets stricter from class I to class V', () => {
    const lines = new Map<string, (typeof GB3838_LIMITS)[number][]>();
    for (const row of GB3838_LIMITS) {
      const key = `${row.item}/${row.waterBody ?? ''}`;
      lines.set(key, [...(lines.get(key) ?? []), row]);
    }
    for (const rows of lines.values()) {
      const slack = rows.map((row) => (row.operator === 'at_least' ? -Number(row.value) : looseness(row.value)));
      expect(slack).toEqual([...slack].sort((a, b) => a - b));
    }
  });

  it('names only items of the item list, and marks what stands on one copy', () => {
    const codes = new Set(WATER_ITEMS.map((item) => item.code));
    expect(GB3838_LIMITS.filter((row) => !codes.has(row.item))).toEqual([]);
    const confirmed = new Set(GB3838_LIMITS.filter((row) => row.confirmedBy === 'two_copies').map((row) => row.item));
    expect([...confirmed].sort()).toEqual([
      'ammonia_nitrogen',
      'bod5',
      'cod',
      'dissolved_oxygen',
      'permanganate_index',
      'total_nitrogen',
      'total_phosphorus',
    ]);
  });
});

describe('waterItemCode', () => {
  it.each([
    ['NH3-N', 'ammonia_nitrogen'],
    ['氨氮', 'ammonia_nitrogen'],
    [' codmn ', 'permanganate_index'],
    ['COD', 'cod'],
    ['ＴＰ', 'total_phosphorus'],
    ['dissolved oxygen', 'dissolved_oxygen'],
  ])('reads %p as %s', (name, code) => {
    expect(waterItemCode(name)).toBe(code);
  });

  it('does not guess', () => {
    expect(waterItemCode('gold')).toBeUndefined();
    expect(waterItemCode('')).toBeUndefined();
  });

  it('gives no spelling to two items', () => {
    const names = WATER_ITEMS.flatMap((item) => [item.code, item.zh, ...item.spellings]);
    expect(names.filter((name) => waterItemCode(name) === undefined)).toEqual([]);
    for (const item of WATER_ITEMS) {
      for (const name of [item.zh, ...item.spellings]) expect([name, waterItemCode(name)]).toEqual([name, item.code]);
    }
  });
});

function looseness(value: number | readonly [number, number]): number {
  return typeof value === 'number' ? value : value[1] - value[0];
}
