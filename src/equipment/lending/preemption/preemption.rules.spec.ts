import { describe, expect, it } from '@jest/globals';
import { BOOKING_STATES } from '../bookings/booking.rules.js';
import { preemptionRefusal } from './preemption.rules.js';

const [PROVINCE, CITY, COUNTY] = [0, 1, 2];
const ofCounty = { rank: COUNTY, priority: 5, state: 'reserved' } as const;
const byCity = { rank: CITY, priority: 6 };

describe('preemptionRefusal', () => {
  it('lets a tier above with a higher priority take what has not left', () => {
    expect(preemptionRefusal(ofCounty, byCity)).toBeNull();
    expect(preemptionRefusal(ofCounty, { rank: PROVINCE, priority: 6 })).toBeNull();
    expect(preemptionRefusal({ ...ofCounty, rank: CITY }, { rank: PROVINCE, priority: 6 })).toBeNull();
  });

  it('refuses the same tier and a higher one, whatever the priority', () => {
    const most = { rank: CITY, priority: 9 };
    expect(preemptionRefusal({ ...ofCounty, rank: CITY, priority: 0 }, most)).toBe('tier_not_lower');
    expect(preemptionRefusal({ ...ofCounty, rank: PROVINCE, priority: 0 }, most)).toBe('tier_not_lower');
    expect(preemptionRefusal(ofCounty, { rank: COUNTY, priority: 9 })).toBe('tier_not_lower');
  });

  it('refuses an equal or higher priority', () => {
    expect(preemptionRefusal({ ...ofCounty, priority: 6 }, byCity)).toBe('priority_not_lower');
    expect(preemptionRefusal({ ...ofCounty, priority: 7 }, byCity)).toBe('priority_not_lower');
  });

  it('never takes a device out of a hand', () => {
    const takable = BOOKING_STATES.filter((state) => preemptionRefusal({ ...ofCounty, state }, byCity) === null);
    expect(takable).toEqual(['requested', 'held', 'reserved']);
    expect(preemptionRefusal({ ...ofCounty, state: 'overdue' }, byCity)).toBe('device_out');
  });
});
