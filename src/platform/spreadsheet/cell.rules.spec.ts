import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnLetters, columnOf, guarded, startsFormula, unguarded } from './cell.rules.js';

describe('cells', () => {
  it.each(['=1+1', '+86', '-2', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＠x', "'=1"])(
    '%j never starts a formula',
    (text) => {
      expect(startsFormula(guarded(text))).toBe(false);
      expect(unguarded(guarded(text))).toBe(text);
    },
  );

  it.each(['', '大疆', "'quoted'", "it's", '1-1', ' =x'])('%j stays as it is', (text) => {
    expect(guarded(text)).toBe(text);
  });

  it('gives back every text that it guarded', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '\t', '\r', '\n', 'a', '＝') });
    fc.assert(
      fc.property(text, (value) => {
        expect(unguarded(guarded(value))).toBe(value);
        expect(startsFormula(guarded(value))).toBe(false);
      }),
    );
  });

  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [256, 'IV'],
    [703, 'AAA'],
  ])('column %i is %s', (column, letters) => {
    expect(columnLetters(column)).toBe(letters);
    expect(columnOf(`${letters}12`)).toBe(column);
  });

  it('knows what is no reference', () => {
    expect(['', '12', 'a1', 'ABCD1', 'A'].map(columnOf)).toEqual(Array(5).fill(undefined));
  });
});
