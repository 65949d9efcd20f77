import { describe, expect, it } from '@jest/globals';
import { changedPeriodFault, isCovered, stateAfterChange, targetsOf, wishedPeriod } from './change.rules.js';

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 11, day, hour));
const period = (from: Date, to: Date) => ({ from, to });
const now = at(31, 12);
const begun = period(at(31, 8), at(31, 16));

describe('changedPeriodFault', () => {
  it('lets what has begun keep its start, over the end of the year', () => {
    expect(changedPeriodFault(begun, period(at(31, 8), at(33)), now)).toBeNull();
    expect(changedPeriodFault(begun, period(at(31, 8), at(31, 13)), now)).toBeNull();
  });

  it('does not let it end before now, nor begin anew in the past', () => {
    expect(changedPeriodFault(begun, period(at(31, 8), at(31, 12)), now)).toBe('PERIOD_IN_PAST');
    expect(changedPeriodFault(begun, period(at(31, 9), at(31, 16)), now)).toBe('PERIOD_IN_PAST');
    expect(changedPeriodFault(begun, period(at(31, 8), at(31, 7)), now)).toBe('PERIOD_INVERTED');
  });

  it('counts the whole length, also of what was extended again and again', () => {
    expect(changedPeriodFault(begun, period(at(31, 8), at(31 + 366, 9)), now)).toBe('PERIOD_TOO_LONG');
    expect(changedPeriodFault(begun, period(at(31, 8), at(31 + 366, 8)), now)).toBeNull();
  });
});

describe('targetsOf', () => {
  const lines = [
    { id: 'out', state: 'out' },
    { id: 'waiting', state: 'reserved' },
    { id: 'asked', state: 'requested' },
    { id: 'gone', state: 'cancelled' },
  ] as const;

  it('keeps what is wished for and what is out, gives up what waits, takes in what is new', () => {
    expect(targetsOf(lines, ['waiting', 'new'])).toEqual({
      kept: ['out', 'waiting'],
      dropped: ['asked'],
      added: ['new'],
    });
  });

  it('takes a device in again whose line has ended', () => {
    expect(targetsOf(lines, ['out', 'waiting', 'asked', 'gone'])).toEqual({
      kept: ['out', 'waiting', 'asked'],
      dropped: [],
      added: ['gone'],
    });
  });
});

describe('stateAfterChange', () => {
  it('asks again for what was agreed to for another period, and puts what is late in time', () => {
    expect(stateAfterChange('reserved', true)).toBe('requested');
    expect(stateAfterChange('reserved', false)).toBe('reserved');
    expect(stateAfterChange('overdue', false)).toBe('out');
    expect((['requested', 'held', 'out'] as const).map((state) => stateAfterChange(state, true))).toEqual([
      'requested',
      'held',
      'out',
    ]);
  });

  it('takes the owner’s word as far as it went', () => {
    expect(isCovered(begun, period(at(31, 9), at(31, 16)))).toBe(true);
    expect(isCovered(begun, period(at(31, 9), at(31, 17)))).toBe(false);
  });
});

describe('wishedPeriod', () => {
  it('is the longer part where only the end moves, else all of it', () => {
    expect(wishedPeriod(begun, period(at(31, 8), at(31, 20)), now)).toEqual(period(at(31, 16), at(31, 20)));
    expect(wishedPeriod(begun, period(at(31, 8), at(31, 20)), at(31, 18))).toEqual(period(at(31, 18), at(31, 20)));
    expect(wishedPeriod(begun, period(at(31, 9), at(31, 20)), now)).toEqual(period(at(31, 9), at(31, 20)));
    expect(wishedPeriod(begun, period(at(31, 8), at(31, 15)), now)).toEqual(period(at(31, 8), at(31, 15)));
  });
});
