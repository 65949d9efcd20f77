import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { degreesBetween } from './angle.rules.js';

describe('degrees between', () => {
  it('is the smaller angle, whichever way the numbers are written', () => {
    expect(degreesBetween(-106.6, 253.4)).toBeCloseTo(0, 9);
    expect(degreesBetween(350, 10)).toBe(20);
    const angle = integer({ min: -720, max: 720 });
    assert(
      property(angle, angle, (a, b) => {
        const between = degreesBetween(a, b);
        expect(between).toBeGreaterThanOrEqual(0);
        expect(between).toBeLessThanOrEqual(180);
        expect(degreesBetween(b + 360, a)).toBe(between);
      }),
    );
  });
});
