import { describe, expect, it } from '@jest/globals';
import { classByMasses, contradictsMasses, lowestClass } from './drone-class.rules.js';

const masses = (emptyMassGrams: number | null, maxTakeoffMassGrams: number | null) => ({
  emptyMassGrams,
  maxTakeoffMassGrams,
});

describe('the class of a drone by its masses (art. 62)', () => {
  it.each([
    [249, 249, 'light'],
    [250, 300, 'light'],
    [4_000, 7_000, 'light'],
    [4_001, 7_000, 'small'],
    [4_000, 7_001, 'small'],
    [15_000, 25_000, 'small'],
    [15_001, 25_000, 'medium'],
    [15_000, 25_001, 'medium'],
    [90_000, 150_000, 'medium'],
    [90_000, 150_001, 'large'],
  ] as const)('%s g empty, %s g at take-off: %s', (empty, takeoff, droneClass) => {
    expect(classByMasses(masses(empty, takeoff))).toBe(droneClass);
    expect(contradictsMasses(droneClass, masses(empty, takeoff))).toBe(false);
  });

  it('is not computed while one of the two is unknown', () => {
    expect(classByMasses(masses(900, null))).toBeNull();
    expect(classByMasses(masses(null, 900))).toBeNull();
  });

  it.each([
    ['micro', 249, 249, false],
    ['micro', 250, 250, true],
    ['light', 4_001, 7_000, true],
    ['light', null, 7_001, true],
    ['light', 3_000, null, false],
    ['small', 900, 1_050, false],
    ['medium', 900, 1_050, false],
    ['medium', null, 150_001, true],
    ['large', null, 150_000, true],
    ['large', null, 150_001, false],
    ['large', 20_000, null, false],
    ['micro', null, null, false],
  ] as const)('%s with %s g empty and %s g at take-off contradicts: %s', (droneClass, empty, takeoff, contradicts) => {
    expect(contradictsMasses(droneClass, masses(empty, takeoff))).toBe(contradicts);
  });

  it('that masses allow begins at micro', () => {
    expect(lowestClass(masses(249, 300))).toBe('micro');
    expect(lowestClass(masses(null, null))).toBe('micro');
  });
});
