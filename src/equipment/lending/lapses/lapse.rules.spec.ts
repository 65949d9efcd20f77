import { describe, expect, it } from '@jest/globals';
import { isAffected, isHoldOver, lapseOf, overdueUntil, type WaitingLine } from './lapse.rules.js';

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 11, 31, hour, minute));
const line: WaitingLine = {
  state: 'reserved',
  during: { from: at(8), to: at(16) },
  isElsewhere: false,
  cameBackAt: null,
};

describe('isHoldOver', () => {
  it('is so from its instant on', () => {
    expect([null, at(9, 1), at(9), at(8)].map((expiry) => isHoldOver(expiry, at(9)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('lapseOf', () => {
  const lapse = (over: Partial<WaitingLine>, now: Date) => lapseOf({ ...line, ...over }, now, 120);

  it('is a no-show once the grace after the start is over, to the minute', () => {
    expect(lapse({}, at(9, 59))).toBeNull();
    expect(lapse({}, at(10))).toBe('no_show');
  });

  it('counts the grace from the device’s return where that was later', () => {
    expect(lapse({ cameBackAt: at(9) }, at(10, 59))).toBeNull();
    expect(lapse({ cameBackAt: at(9) }, at(11))).toBe('no_show');
    expect(lapse({ cameBackAt: at(5) }, at(10))).toBe('no_show');
  });

  it('ends with the period where that is shorter than the grace', () => {
    const during = { from: at(8), to: at(9) };
    expect(lapse({ during }, at(8, 59))).toBeNull();
    expect(lapse({ during }, at(9))).toBe('no_show');
    expect(lapse({ during, cameBackAt: at(8, 50) }, at(9))).toBe('not_back');
  });

  it('blames nobody while the device is with somebody else, and ends with the period', () => {
    expect(lapse({ isElsewhere: true }, at(15, 59))).toBeNull();
    expect(lapse({ isElsewhere: true }, at(16))).toBe('not_back');
  });

  it.each(['requested', 'held', 'out', 'overdue', 'cancelled'] as const)('leaves a line in state %s alone', (state) => {
    expect(lapse({ state }, at(23))).toBeNull();
  });
});

describe('overdueUntil', () => {
  const tomorrow = (hour: number) => new Date(Date.UTC(2027, 0, 1, hour));

  it('rolls a day ahead of now, over the end of the year', () => {
    expect(overdueUntil(at(10), at(10), null)).toEqual(tomorrow(10));
    expect(overdueUntil(tomorrow(10), at(11), null)).toEqual(tomorrow(11));
  });

  it('stops where somebody else begins, and never gives back what it has', () => {
    expect(overdueUntil(at(10), at(10), at(14))).toEqual(at(14));
    expect(overdueUntil(at(10), at(10), tomorrow(12))).toEqual(tomorrow(10));
    expect(overdueUntil(at(10, 30), at(10), at(10, 30))).toEqual(at(10, 30));
    expect(overdueUntil(at(14), at(16), at(14))).toEqual(at(14));
  });
});

describe('isAffected', () => {
  it('is who waits for the device within the next day', () => {
    const next = new Date(Date.UTC(2027, 0, 1, 9, 59));
    expect(isAffected('reserved', next, at(10))).toBe(true);
    expect(isAffected('requested', at(9), at(10))).toBe(true);
    expect(isAffected('reserved', new Date(Date.UTC(2027, 0, 1, 10)), at(10))).toBe(false);
    expect(isAffected('cancelled', next, at(10))).toBe(false);
  });
});
