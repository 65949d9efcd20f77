import { describe, expect, it } from '@jest/globals';
import { boxesOf, periodOf } from './ogc-query.rules.js';

const box = (minLon: number, minLat: number, maxLon: number, maxLat: number) => ({ minLon, minLat, maxLon, maxLat });
const at = (text: string): Date => new Date(text);

describe('bbox', () => {
  it.each([
    ['1,2,3,4', [box(1, 2, 3, 4)]],
    ['1,2,0,3,4,100', [box(1, 2, 3, 4)]],
    [' 1 , 2 , 3 , 4 ', [box(1, 2, 3, 4)]],
    ['170,-5,-170,5', [box(170, -5, 180, 5), box(-180, -5, -170, 5)]],
    ['1,2,1,2', [box(1, 2, 1, 2)]],
  ])('%s', (text, boxes) => {
    expect(boxesOf(text)).toEqual(boxes);
  });

  it.each([
    '',
    '1,2,3',
    '1,2,3,4,5',
    '1,2,3,4,5,6,7',
    '1,4,3,2',
    '1,2,9,3,4,0',
    '181,0,182,1',
    '0,-91,1,0',
    'NaN,0,1,1',
    '1e9999,0,1,1',
    '0x1,0,1,1',
  ])('%j is none', (text) => {
    expect(boxesOf(text)).toBeUndefined();
  });
});

describe('datetime', () => {
  it.each([
    ['2026-10-01T00:00:00Z', { from: at('2026-10-01T00:00:00Z'), to: at('2026-10-01T00:00:00.001Z') }],
    ['2026-10-01T08:00:00+08:00/..', { from: at('2026-10-01T00:00:00Z') }],
    ['../2026-10-01T00:00:00Z', { to: at('2026-10-01T00:00:00.001Z') }],
    ['/2026-10-01T00:00:00Z', { to: at('2026-10-01T00:00:00.001Z') }],
    ['2026-10-01T00:00:00.5Z/', { from: at('2026-10-01T00:00:00.5Z') }],
    ['../..', {}],
  ])('%s', (text, period) => {
    expect(periodOf(text)).toEqual(period);
  });

  it.each([
    '',
    '..',
    'today',
    '2026-10-01',
    '2026-13-01T00:00:00Z',
    '2026-10-01T00:00:00',
    '9999-12-31T23:59:59Z',
    '2026-10-02T00:00:00Z/2026-10-01T00:00:00Z',
    '2026-10-01T00:00:00Z/x',
    'a/b/c',
  ])('%j is none', (text) => {
    expect(periodOf(text)).toBeUndefined();
  });
});
