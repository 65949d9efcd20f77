import { describe, expect, it } from '@jest/globals';
import { inTheDark, sunDuring } from './sun.rules.js';

const SHIJIAZHUANG = { lon: 114.51, lat: 38.04 };
const during = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe('the sun during a flight', () => {
  it('stands in degrees, north being zero', () => {
    const noon = sunDuring(during('2026-01-15T12:00:00+08:00', '2026-01-15T13:00:00+08:00'), SHIJIAZHUANG);
    expect(noon.elevationAtStartDegrees).toBeCloseTo(30.4, 0);
    expect(noon.azimuthAtStartDegrees).toBeGreaterThan(170);
    expect(noon.azimuthAtStartDegrees).toBeLessThan(190);
  });

  it('rises and sets on the day in China', () => {
    const { sunriseAt, sunsetAt } = sunDuring(
      during('2026-06-21T07:00:00+08:00', '2026-06-21T08:00:00+08:00'),
      SHIJIAZHUANG,
    );
    const minutesFrom = (at: Date | null, clock: string) =>
      Math.abs((at?.getTime() ?? Number.NaN) - new Date(clock).getTime()) / 60_000;
    expect(minutesFrom(sunriseAt, '2026-06-21T05:00:00+08:00')).toBeLessThan(4);
    expect(minutesFrom(sunsetAt, '2026-06-21T19:48:00+08:00')).toBeLessThan(4);
  });

  it.each([
    ['2026-06-21T07:00:00+08:00', '2026-06-21T08:00:00+08:00', 'no'],
    ['2026-06-21T04:30:00+08:00', '2026-06-21T06:00:00+08:00', 'yes'],
    ['2026-06-21T19:00:00+08:00', '2026-06-21T20:30:00+08:00', 'yes'],
    ['2026-06-21T12:00:00+08:00', '2026-06-22T12:00:00+08:00', 'yes'],
    ['2026-12-22T17:30:00+08:00', '2026-12-22T18:00:00+08:00', 'yes'],
  ])('from %s to %s, in the dark: %s', (from, to, dark) => {
    const period = during(from, to);
    expect(inTheDark(period, sunDuring(period, SHIJIAZHUANG))).toBe(dark);
  });
});
