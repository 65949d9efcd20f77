import { describe, expect, it } from '@jest/globals';
import { blockedPeriod, covers, nextFreePeriod, overlaps, periodFault } from './period.rules.js';

const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);
const period = (from: string, to: string) => ({ from: at(from), to: at(to) });
const now = at('08:00');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe('half-open periods', () => {
  it('stand side by side without overlapping', () => {
    expect(overlaps(period('08:00', '10:00'), period('10:00', '12:00'))).toBe(false);
    expect(overlaps(period('08:00', '10:01'), period('10:00', '12:00'))).toBe(true);
    expect(overlaps(period('08:00', '12:00'), period('09:00', '10:00'))).toBe(true);
    expect(covers(period('08:00', '12:00'), period('08:00', '12:00'))).toBe(true);
    expect(covers(period('08:00', '12:00'), period('08:00', '12:01'))).toBe(false);
  });

  it('touch through a turnaround', () => {
    const blocked = blockedPeriod(period('08:00', '10:00'), 30);
    expect(blocked).toEqual(period('08:00', '10:30'));
    expect(overlaps(blocked, period('10:00', '12:00'))).toBe(true);
    expect(overlaps(blocked, period('10:30', '12:00'))).toBe(false);
  });
});

describe('periodFault', () => {
  it.each([
    ['PERIOD_EMPTY', at('10:00'), at('10:00')],
    ['PERIOD_INVERTED', at('12:00'), at('10:00')],
    ['PERIOD_IN_PAST', later(-365), later(-364)],
    ['PERIOD_IN_PAST', at('07:44'), at('10:00')],
    ['PERIOD_IN_PAST', at('07:50'), at('08:00')],
    ['PERIOD_TOO_LONG', at('10:00'), later(367)],
    ['PERIOD_TOO_FAR', later(1098), later(1099)],
  ] as const)('%s', (fault, from, to) => {
    expect(periodFault({ from, to }, now)).toBe(fault);
  });

  it('lets a period start now, even by a clock that runs a little behind', () => {
    expect(periodFault(period('08:00', '10:00'), now)).toBeNull();
    expect(periodFault(period('07:45', '10:00'), now)).toBeNull();
    expect(periodFault({ from: later(364), to: later(365) }, now)).toBeNull();
  });
});

describe('nextFreePeriod', () => {
  const wish = period('08:00', '10:00');
  const horizon = at('20:00');

  it('is the wish itself when nothing is in its way', () => {
    expect(nextFreePeriod(wish, [period('10:00', '12:00')], 0, horizon)).toEqual(wish);
  });

  it('slips past what is taken, whatever its order, and into a gap that is long enough', () => {
    const taken = [period('13:00', '14:00'), period('09:00', '11:00'), period('10:00', '10:30')];
    expect(nextFreePeriod(wish, taken, 0, horizon)).toEqual(period('11:00', '13:00'));
    expect(nextFreePeriod(wish, taken, 15, horizon)).toEqual(period('14:00', '16:00'));
  });

  it('is null beyond the horizon', () => {
    expect(nextFreePeriod(wish, [period('07:00', '19:00')], 0, horizon)).toBeNull();
  });
});
