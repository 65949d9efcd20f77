import { describe, expect, it } from '@jest/globals';
import { compareShots, type Shot } from './pair.rules.js';

const shot = (over: Partial<Shot> = {}): Shot => ({
  capturedAt: new Date('2026-03-01T02:00:00Z'),
  position: { lon: 116.5, lat: 37.9 },
  headingDegrees: 350,
  ...over,
});

describe('two shots of a place', () => {
  it('are so many days, metres and degrees apart, across north too', () => {
    const later = shot({
      capturedAt: new Date('2026-03-31T14:00:00Z'),
      position: { lon: 116.5, lat: 37.901 },
      headingDegrees: 15,
    });
    const { distanceMetres, ...rest } = compareShots(shot(), later);
    expect(rest).toEqual({ daysApart: 30.5, headingDifferenceDegrees: 25 });
    expect(distanceMetres).toBeGreaterThan(110.5);
    expect(distanceMetres).toBeLessThan(111.5);
  });

  it.each([
    [180, -180, 0],
    [0, 180, 180],
    [-170, 170, 20],
  ])('look %d and %d: %d degrees apart', (one, other, difference) => {
    const compared = compareShots(shot({ headingDegrees: one }), shot({ headingDegrees: other }));
    expect(compared.headingDifferenceDegrees).toBe(difference);
  });

  it('say nothing of what is not known', () => {
    expect(compareShots(shot({ position: null, headingDegrees: null }), shot())).toEqual({
      daysApart: 0,
      distanceMetres: null,
      headingDifferenceDegrees: null,
    });
  });
});
