import { describe, expect, it } from '@jest/globals';
import { period, periodLiteral } from './ranges.js';

describe('ranges', () => {
  it('writes half-open and reads back what PostgreSQL prints', () => {
    const from = new Date('2026-03-01T00:00:00.250Z');
    const to = new Date('2026-03-01T02:00:00Z');
    expect(periodLiteral({ from, to })).toBe('[2026-03-01T00:00:00.250Z,2026-03-01T02:00:00.000Z)');
    expect(period('["2026-03-01 00:00:00.25+00","2026-03-01 02:00:00+00")')).toEqual({ from, to });
    expect(period('["2026-03-01 08:00:00.25+08","2026-03-01 10:00:00+08")')).toEqual({ from, to });
  });

  it('refuses an unbounded range', () => {
    expect(() => period('["2026-03-01 00:00:00+00",)')).toThrow('not a bounded range');
  });
});
