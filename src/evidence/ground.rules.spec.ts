import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { degreesBetween, metresBetween } from './ground.rules.js';

describe('metres between', () => {
  it('is a degree of latitude along a meridian, and less along a parallel', () => {
    expect(metresBetween({ lon: 115, lat: 38 }, { lon: 115, lat: 39 })).toBeCloseTo(111_195, 0);
    expect(metresBetween({ lon: 115, lat: 60 }, { lon: 116, lat: 60 })).toBeCloseTo(55_597, -1);
    expect(metresBetween({ lon: 179.999, lat: 0 }, { lon: -179.999, lat: 0 })).toBeCloseTo(222.4, 1);
  });
});

describe('degrees between', () => {
  it('is the smaller angle, whichever way the numbers are written', () => {
    expect(degreesBetween(-106.6, 253.4)).toBeCloseTo(0, 9);
    expect(degreesBetween(350, 10)).toBe(20);
    assert(
      property(integer({ min: -720, max: 720 }), integer({ min: -720, max: 720 }), (a, b) => {
        const angle = degreesBetween(a, b);
        expect(angle).toBeGreaterThanOrEqual(0);
        expect(angle).toBeLessThanOrEqual(180);
        expect(degreesBetween(b + 360, a)).toBe(angle);
      }),
    );
  });
});
