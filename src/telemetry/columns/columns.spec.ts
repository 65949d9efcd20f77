import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BLOCK_ROWS, NumberTable } from './number.table.js';
import { SharedTexts } from './shared-texts.js';
import { ValueColumn } from './value.column.js';

const WIDTH = 3;
const row = fc.oneof(fc.nat(5), fc.integer({ min: BLOCK_ROWS - 2, max: BLOCK_ROWS + 2 }), fc.nat(20 * BLOCK_ROWS));

describe('columns', () => {
  it('of numbers hold what was put last, as a map would', () => {
    const value = fc.option(fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(WIDTH - 1), value)), (puts) => {
        const table = new NumberTable(WIDTH);
        const map = new Map<string, number | null>();
        for (const [at, column, put] of puts) {
          table.put(at, column, put);
          map.set(`${at} ${column}`, put);
        }
        for (const [at] of puts)
          for (let column = 0; column < WIDTH; column += 1)
            expect(table.get(at, column)).toBe(map.get(`${at} ${column}`) ?? null);
      }),
    );
  });

  it('of numbers know nothing of rows that were not put, and keep a row from its neighbours', () => {
    const table = new NumberTable(WIDTH);
    expect(table.get(7, 2)).toBeNull();
    table.putAll(BLOCK_ROWS, [1, null, 3]);
    expect([0, 1, 2].map((column) => table.get(BLOCK_ROWS, column))).toEqual([1, null, 3]);
    expect([BLOCK_ROWS - 1, BLOCK_ROWS + 1].map((at) => table.get(at, 0))).toEqual([null, null]);
  });

  it('of values hold what was put last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.option(fc.string(), { nil: undefined }))), (puts) => {
        const column = new ValueColumn<string>();
        const map = new Map<number, string | undefined>();
        for (const [at, put] of puts) {
          column.put(at, put);
          map.set(at, put);
        }
        for (const [at] of puts) expect(column.get(at)).toBe(map.get(at));
        expect(column.get(30 * BLOCK_ROWS)).toBeUndefined();
      }),
    );
  });

  it('share texts, and go on when devices say more words than can be kept', () => {
    const texts = new SharedTexts();
    for (let word = 0; word < 25_000; word += 1) expect(texts.same(`word ${word}`)).toBe(`word ${word}`);
    expect(texts.same('word 3')).toBe('word 3');
  });
});
