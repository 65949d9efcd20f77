import { describe, expect, it } from '@jest/globals';
import { asBand, asBox, asOpenPeriod, asPosition } from './space.columns.js';

describe('bands', () => {
  it('are half-open and read back as PostgreSQL prints them', () => {
    expect(asBand.to({ lowerMetres: 30, upperMetres: 120.5 })).toBe('[30,120.5)');
    expect(asBand.from('[30,120.5)')).toEqual({ lowerMetres: 30, upperMetres: 120.5 });
  });

  it('may have no top', () => {
    expect(asBand.to({ lowerMetres: 0 })).toBe('[0,)');
    expect(asBand.from('[0,)')).toEqual({ lowerMetres: 0 });
  });
});

describe('open periods', () => {
  const from = new Date('2026-03-01T00:00:00.250Z');
  const to = new Date('2026-03-01T02:00:00Z');

  it.each([
    [{ from, to }, '[2026-03-01T00:00:00.250Z,2026-03-01T02:00:00.000Z)'],
    [{ from }, '[2026-03-01T00:00:00.250Z,)'],
    [{ to }, '[,2026-03-01T02:00:00.000Z)'],
    [{}, '[,)'],
  ])('write %j', (period, literal) => {
    expect(asOpenPeriod.to(period)).toBe(literal);
  });

  it.each([
    ['["2026-03-01 00:00:00.25+00","2026-03-01 02:00:00+00")', { from, to }],
    ['["2026-03-01 08:00:00.25+08",)', { from }],
    ['(,"2026-03-01 02:00:00+00")', { to }],
    ['(,)', {}],
  ])('read %s', (literal, period) => {
    expect(asOpenPeriod.from(literal)).toEqual(period);
  });
});

describe('boxes and positions', () => {
  it('read a box by its corners, the upper right one first as PostgreSQL prints it', () => {
    const box = { minLon: 116.1, minLat: 38, maxLon: 116.2, maxLat: 38.5 };
    expect(asBox.to(box)).toBe('(116.1,38),(116.2,38.5)');
    expect(asBox.from('(116.2,38.5),(116.1,38)')).toEqual(box);
  });

  it('read a position as the driver gives it', () => {
    expect(asPosition.to({ lon: 116.1, lat: 38 })).toBe('(116.1,38)');
    expect(asPosition.from({ x: 116.1, y: 38 })).toEqual({ lon: 116.1, lat: 38 });
    expect(asPosition.to(null)).toBeNull();
    expect(asPosition.from(null)).toBeNull();
  });
});
