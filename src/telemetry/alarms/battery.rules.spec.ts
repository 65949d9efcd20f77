import { describe, expect, it } from '@jest/globals';
import { batteryTurn, defaultThreshold } from './battery.rules.js';

describe('a low battery', () => {
  it.each([
    [false, 31, 30, null],
    [false, 30, 30, 'began'],
    [true, 29, 30, null],
    [true, 31, 30, null],
    [true, 39, 30, null],
    [true, 40, 30, 'ended'],
    [true, 100, 95, 'ended'],
  ] as const)('low before: %s, at %d of %d: %s', (isLow, percent, threshold, turn) => {
    expect(batteryTurn(isLow, percent, threshold)).toBe(turn);
  });

  it('of an aircraft is low sooner', () => expect(defaultThreshold('uav')).toBe(30));
});
