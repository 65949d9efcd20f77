import { describe, expect, it } from '@jest/globals';
import type { BookedDevice, CustodyState } from './custody.rules.js';
import {
  blockedFromPickUp,
  checkOutRefusal,
  CUSTODY_MOVES,
  CUSTODY_STATES,
  custodyState,
  walkInPeriod,
  walkInWish,
} from './custody.rules.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));
const period = (from: number, to: number) => ({ from: at(from), to: at(to) });
const now = at(8);

describe('the states of a custody', () => {
  it('are all reachable from out; a custody ends as the device comes back or goes on', () => {
    const reached = new Set<CustodyState>(['out']);
    for (const state of reached) for (const next of CUSTODY_MOVES[state]) reached.add(next);
    expect([...reached]).toEqual([...CUSTODY_STATES]);
    expect(CUSTODY_STATES.filter((state) => CUSTODY_MOVES[state].length === 0)).toEqual(['returned', 'handed_over']);
  });

  it('follow from the times, to the second', () => {
    const state = (dueAt: Date, returnedAt: Date | null, nextCustodyId: string | null = null) =>
      custodyState({ dueAt, returnedAt, nextCustodyId }, now);
    expect(state(at(9), null)).toBe('out');
    expect(state(now, null)).toBe('overdue');
    expect(state(at(1), at(2))).toBe('returned');
    expect(state(at(9), at(2), 'next')).toBe('handed_over');
  });
});

describe('walkInPeriod', () => {
  const wish = walkInWish(now, null);

  it('wishes for a working day, or until the hour named', () => {
    expect(wish).toEqual(period(8, 16));
    expect(walkInWish(now, at(20))).toEqual(period(8, 20));
    expect(walkInPeriod(wish, [], 0)).toEqual(wish);
  });

  it('stops where somebody else begins, the turnaround before that kept free', () => {
    expect(walkInPeriod(wish, [period(12, 14), period(10, 11), period(5, 8)], 0)).toEqual(period(8, 10));
    expect(walkInPeriod(wish, [period(12, 14)], 60)).toEqual(period(8, 11));
    expect(walkInPeriod(wish, [period(18, 20)], 60)).toEqual(wish);
  });

  it('is refused where somebody else has begun, or begins before the device could be ready', () => {
    expect(walkInPeriod(wish, [period(7, 9)], 0)).toBeNull();
    expect(walkInPeriod(wish, [period(8, 9)], 0)).toBeNull();
    expect(walkInPeriod(wish, [period(9, 10)], 60)).toBeNull();
  });
});

describe('checkOutRefusal', () => {
  const booked: BookedDevice = { unitId: 'dongguang', during: period(7, 12), lineState: 'reserved' };
  const refusal = (over: Partial<BookedDevice>) => checkOutRefusal({ ...booked, ...over }, 'dongguang', now);

  it('lets a reserved device leave, also before its hour', () => {
    expect(refusal({})).toBeNull();
    expect(refusal({ during: period(10, 12) })).toBeNull();
  });

  it.each([
    ['DEVICE_NOT_IN_BOOKING', { lineState: null }],
    ['BOOKING_OF_ANOTHER_UNIT', { unitId: 'anping' }],
    ['BOOKING_NOT_OPEN', { lineState: 'cancelled' }],
    ['BOOKING_NOT_OPEN', { lineState: 'requested' }],
    ['BOOKING_PERIOD_OVER', { during: period(5, 8) }],
  ] as const)('%s', (code, over) => {
    expect(refusal(over)).toBe(code);
  });
});

describe('blockedFromPickUp', () => {
  it('starts with an early pick-up and leaves the end alone', () => {
    expect(blockedFromPickUp(period(10, 12), now)).toEqual(period(8, 12));
    expect(blockedFromPickUp(period(7, 12), now)).toEqual(period(7, 12));
  });
});
