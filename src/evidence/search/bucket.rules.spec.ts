import { describe, expect, it } from '@jest/globals';
import { bucketsBetween, cellDegreesAt, widthFor } from './bucket.rules.js';

const at = (text: string): Date => new Date(`${text}Z`);

describe('buckets', () => {
  it.each([
    ['2026-01-01T00:00', '2026-01-01T00:00', 'hour'],
    ['2026-01-01T00:00', '2026-01-08T00:00', 'hour'],
    ['2026-01-01T00:00', '2026-03-01T00:00', 'day'],
    ['2025-01-01T00:00', '2026-03-01T00:00', 'week'],
    ['2020-01-01T00:00', '2026-03-01T00:00', 'month'],
    ['1950-01-01T00:00', '2026-03-01T00:00', 'year'],
    ['1900-01-01T00:00', '2999-01-01T00:00', 'year'],
  ])('from %s to %s are a %s wide', (first, last, width) => {
    expect(widthFor(at(first), at(last))).toBe(width);
  });

  it('are counted before they are made', () => {
    expect(bucketsBetween(at('2026-01-01T00:00'), at('2026-01-02T00:00'), 'hour')).toBe(25);
    expect(bucketsBetween(at('2026-01-01T00:00'), at('2026-01-01T00:30'), 'year')).toBe(1);
  });

  it('of a map are a quarter of a tile wide', () => {
    expect([0, 1, 10].map(cellDegreesAt)).toEqual([90, 45, 360 / 1024 / 4]);
  });
});
