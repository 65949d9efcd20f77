import { describe, expect, it } from '@jest/globals';
import { columnsIn, readRow } from '../row-import/row-file.rules.js';
import { HOLDING_TIME_COLUMNS, HOLDING_TIME_FILE, type HoldingTimeColumn } from './holding-time-file.rules.js';

const names = Object.keys(HOLDING_TIME_COLUMNS) as HoldingTimeColumn[];
const sound: Partial<Record<HoldingTimeColumn, string>> = {
  medium: 'surface_water',
  item: 'COD',
  preservation: 'cooled；sulphuric_acid',
  hours: '24',
  source: '采样规范',
  confirmedBy: 'single_source',
};

const cells = (texts: readonly string[]) => texts.map((text) => ({ text }));
const columns = columnsIn(HOLDING_TIME_COLUMNS, cells(names));
const read = (change: Partial<Record<HoldingTimeColumn, string>> = {}) => {
  const values = { ...sound, ...change };
  return readRow({ number: 3, cells: cells(names.map((name) => values[name] ?? '')) }, columns, HOLDING_TIME_FILE);
};

describe('HOLDING_TIME_FILE', () => {
  it('reads what a row says', () => {
    expect(read()).toMatchObject({ draft: { item: 'cod', hours: 24, preservation: 'cooled+sulphuric_acid' } });
  });

  it.each<readonly [Partial<Record<HoldingTimeColumn, string>>, HoldingTimeColumn, string]>([
    [{ preservation: '' }, 'preservation', 'LIMIT_CELL_REQUIRED'],
    [{ preservation: ' ; ' }, 'preservation', 'LIMIT_CELL_REQUIRED'],
    [{ preservation: 'cooled;cooled' }, 'preservation', 'LIMIT_PRESERVATION_WRONG'],
    [{ preservation: 'frozen;nothing' }, 'preservation', 'LIMIT_CELL_NOT_CHOICE'],
    [{ hours: '1e-99' }, 'hours', 'LIMIT_HOURS_WRONG'],
    [{ hours: '-1' }, 'hours', 'LIMIT_HOURS_WRONG'],
    [{ hours: '1,5' }, 'hours', 'LIMIT_CELL_NOT_NUMBER'],
    [{ hours: '' }, 'hours', 'LIMIT_CELL_REQUIRED'],
    [{ source: '规\u202e范' }, 'source', 'LIMIT_CELL_CHARACTER'],
  ])('refuses %j', (change, column, code) => {
    const answer = read(change);
    const faults = 'faults' in answer ? answer.faults.map((fault) => [fault.column, fault.error.code]) : [];
    expect(faults).toEqual([[column, code]]);
  });
});
