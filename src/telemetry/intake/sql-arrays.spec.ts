import { describe, expect, it } from '@jest/globals';
import { jsonArray, numberArray, secondsArray, textArray } from './sql-arrays.js';

describe('array literals', () => {
  it('write numbers, nulls and nothing', () => {
    expect(numberArray([39.04178597524545, null, -0.5, 9_223_372_036_854_775_807n])).toBe(
      '{39.04178597524545,NULL,-0.5,9223372036854775807}',
    );
    expect(numberArray([])).toBe('{}');
    expect(numberArray([null])).toBe('{NULL}');
  });

  it('escape what PostgreSQL would read otherwise', () => {
    const texts = ['a,b', 'say "no"', String.raw`back\slash`, 'NULL', '', null, '水质'];
    expect(textArray(texts)).toBe(String.raw`{"a,b","say \"no\"","back\\slash","NULL","",NULL,"水质"}`);
  });

  it('quote JSON so that it comes out as it was', () => {
    const values = [{ note: 'say "no"\n', path: String.raw`C:\\x` }, {}, { 水: ['\u{1f4a7}', '\ud800'] }];
    const read = (literal: string) =>
      [...literal.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, quoted]) => (quoted ?? '').replaceAll(/\\(.)/g, '$1'));
    expect(read(jsonArray(values))).toEqual(values.map((value) => JSON.stringify(value)));
  });

  it('keep milliseconds', () => {
    expect(secondsArray([new Date(1_761_363_091_356), null])).toBe('{1761363091.356,NULL}');
  });
});
