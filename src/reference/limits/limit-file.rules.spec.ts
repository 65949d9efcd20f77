import { describe, expect, it } from '@jest/globals';
import { columnsIn, headedTwice, readRow } from '../row-import/row-file.rules.js';
import { LIMIT_COLUMNS, LIMIT_FILE, type LimitColumn } from './limit-file.rules.js';

const names = Object.keys(LIMIT_COLUMNS) as LimitColumn[];
const sound: Partial<Record<LimitColumn, string>> = {
  standard: 'GB 2763-2021',
  edition: '2021',
  clause: '4.1',
  item: 'Cd',
  kind: 'residue',
  operator: 'at_most',
  high: '0.05',
  unit: 'mg/kg',
  source: '标准文本扫描件',
  confirmedBy: 'single_source',
};

const cells = (texts: readonly string[]) => texts.map((text) => ({ text }));
const columns = columnsIn(LIMIT_COLUMNS, cells(names));
const read = (change: Partial<Record<LimitColumn, string>> = {}) => {
  const values = { ...sound, ...change };
  return readRow({ number: 7, cells: cells(names.map((name) => values[name] ?? '')) }, columns, LIMIT_FILE);
};
const faultsOf = (change: Partial<Record<LimitColumn, string>>) => {
  const answer = read(change);
  return 'faults' in answer ? answer.faults.map(({ row, column, error }) => [row, column, error.code]) : [];
};

describe('LIMIT_FILE', () => {
  it('reads what a row says, the item by any of its spellings', () => {
    expect(read({ landUses: 'paddy；other', phAbove: '5.5', phUpTo: '6.5' })).toMatchObject({
      draft: {
        item: 'cadmium',
        operator: 'at_most',
        value: 0.05,
        class: null,
        conditions: { landUses: ['paddy', 'other'], phAbove: 5.5, phUpTo: 6.5 },
      },
    });
  });

  it('keeps an item that is on no list under its plain spelling', () => {
    expect(read({ item: ' 毒死蜱 ', matrices: '韭菜；芹菜' })).toMatchObject({
      draft: { item: '毒死蜱', conditions: { matrices: ['韭菜', '芹菜'] } },
    });
  });

  it.each<readonly [Partial<Record<LimitColumn, string>>, LimitColumn, string]>([
    [{ high: '0,05' }, 'high', 'LIMIT_CELL_NOT_NUMBER'],
    [{ high: '1,000' }, 'high', 'LIMIT_CELL_NOT_NUMBER'],
    [{ high: '0.05 mg' }, 'high', 'LIMIT_CELL_NOT_NUMBER'],
    [{ high: '1e999' }, 'high', 'LIMIT_CELL_NOT_NUMBER'],
    [{ high: '' }, 'high', 'LIMIT_BOUNDS_WRONG'],
    [{ low: '1' }, 'high', 'LIMIT_BOUNDS_WRONG'],
    [{ operator: 'between', low: '9', high: '6' }, 'high', 'LIMIT_BOUNDS_WRONG'],
    [{ operator: '<=' }, 'operator', 'LIMIT_CELL_NOT_CHOICE'],
    [{ unit: '' }, 'unit', 'LIMIT_CELL_REQUIRED'],
    [{ item: '' }, 'item', 'LIMIT_CELL_REQUIRED'],
    [{ validFrom: '2021-02-30' }, 'validFrom', 'LIMIT_CELL_NOT_DATE'],
    [{ validFrom: '2021-09-03', validTo: '2021-09-03' }, 'validTo', 'LIMIT_RANGE_WRONG'],
    [{ phAbove: '7', phUpTo: '6' }, 'phUpTo', 'LIMIT_RANGE_WRONG'],
    [{ landUses: 'paddy;forest' }, 'landUses', 'LIMIT_CELL_NOT_CHOICE'],
    [{ confirmedBy: 'two_copies' }, 'confirmer', 'LIMIT_CONFIRMER_WRONG'],
    [{ confirmer: '某人' }, 'confirmer', 'LIMIT_CONFIRMER_WRONG'],
    [{ standard: 'x'.repeat(61) }, 'standard', 'LIMIT_CELL_TOO_LONG'],
    [{ item: 'C\u200bOD' }, 'item', 'LIMIT_CELL_CHARACTER'],
    [{ unit: '\u202emg/kg' }, 'unit', 'LIMIT_CELL_CHARACTER'],
    [{ source: 'a\0b' }, 'source', 'LIMIT_CELL_CHARACTER'],
    [{ phAbove: '14.1' }, 'phAbove', 'LIMIT_PH_WRONG'],
    [{ validFrom: '3000-01-01' }, 'validFrom', 'LIMIT_CELL_NOT_DATE'],
  ])('refuses %j', (change, column, code) => {
    expect(faultsOf(change)).toEqual([[7, column, code]]);
  });

  it('finds everything that is wrong with a row at once', () => {
    expect(faultsOf({ unit: '', high: '0,05', item: '' }).map(([, column]) => column)).toEqual([
      'item',
      'high',
      'unit',
    ]);
  });

  it('takes no formula for a value', () => {
    const row = { number: 2, cells: names.map((name) => ({ text: sound[name] ?? '', fault: 'formula' as const })) };
    const answer = readRow(row, columns, LIMIT_FILE);
    const codes = 'faults' in answer ? answer.faults.map(({ error }) => error.code) : [];
    expect(new Set(codes)).toEqual(new Set(['LIMIT_CELL_UNREADABLE']));
  });
});

describe('headings', () => {
  it('are known in both languages, and a doubled one is noticed', () => {
    expect(columnsIn(LIMIT_COLUMNS, cells(['标准', 'PHUPTO', '备注'])).get('phUpTo')).toBe(1);
    expect(headedTwice(LIMIT_COLUMNS, cells(['标准', 'unit', 'standard']))).toBe('standard');
    expect(headedTwice(LIMIT_COLUMNS, cells(['标准', '备注', '备注']))).toBeUndefined();
  });
});
