import { describe, expect, it } from '@jest/globals';
import { completedFieldsOf, contradiction } from './completion.rules.js';
import { timesExactly } from '../verdict/decimal.rules.js';

describe('completedFieldsOf', () => {
  it.each([
    ['nothing', { dilution: 1, controls: [], photos: [], authority: 'procuratorate' }, []],
    ['a unit', { unit: 'mg/L', dilution: 1 }, ['unit']],
    ['what differs from what holds anyway', { dilution: 10, authority: 'agriculture' }, ['dilution', 'authority']],
    ['in one order', { target: {}, controls: [1], lot: 'L' }, ['lot', 'controls', 'target']],
  ])('%s', (_, added, fields) => {
    expect(completedFieldsOf(added)).toEqual(fields);
  });
});

describe('contradiction', () => {
  it.each([
    ['no unit sent', { unit: null, lot: null }, { unit: 'mg/L', lot: 'L' }, null],
    ['the same, spelt otherwise', { unit: 'mg/L', lot: 'l-1' }, { unit: 'ｍｇ/l', lot: 'L-1' }, null],
    ['nothing said', { unit: 'mg/L', lot: 'L' }, {}, null],
    ['another unit', { unit: 'mg/L', lot: null }, { unit: 'µg/L' }, { field: 'unit', sent: 'mg/L' }],
    ['another lot', { unit: 'mg/L', lot: 'A' }, { lot: 'B' }, { field: 'lot', sent: 'A' }],
  ])('%s', (_, sent, added, found) => {
    expect(contradiction(sent, added)).toEqual(found);
  });
});

describe('timesExactly', () => {
  it.each([
    [0.1, 3, 0.3],
    [0.07, 100, 7],
    [-0.02, 5, -0.1],
    [1.005, 1000, 1005],
    [1e-12, 1e6, 1e-6],
    [1e12, 12.5, 1.25e13],
    [0, 10, 0],
    [46.5, 1, 46.5],
  ])('%d × %d', (a, b, product) => {
    expect(timesExactly(a, b)).toBe(product);
  });
});
