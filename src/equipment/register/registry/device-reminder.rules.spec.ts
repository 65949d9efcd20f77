import { describe, expect, it } from '@jest/globals';
import { deviceReminders } from './device-reminder.rules.js';

const during = { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2026-12-01T04:00:00Z') };
const codes = (droneClass: 'light' | 'small' | null, insuredUntil: string | null, category: 'uav' | 'water' = 'uav') =>
  deviceReminders({ category, droneClass, insuredUntil }, during).map(({ code }) => code);

describe('what is said at a check-out', () => {
  it('is that the policy of a drone which needs none lapses meanwhile', () => {
    expect(codes('light', '2026-11-30')).toEqual(['INSURANCE_LAPSES']);
    expect(codes('light', '2026-12-01')).toEqual([]);
    expect(codes('light', null)).toEqual([]);
  });

  it('leaves to the refusal what must be insured', () => {
    expect(codes('small', '2026-11-30')).toEqual([]);
  });

  it('is that nobody knows the class of a drone', () => {
    expect(codes(null, null)).toEqual(['DRONE_CLASS_UNKNOWN']);
    expect(codes(null, null, 'water')).toEqual([]);
  });
});
