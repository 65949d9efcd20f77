import { describe, expect, it } from '@jest/globals';
import { BLOCKING_STATES, BOOKING_STATES } from '../bookings/booking.rules.js';
import { CALENDAR_STATUS, calendarSummary } from './pool-calendar.rules.js';

describe('a booking in a calendar', () => {
  it('is there as long as it blocks or has taken place, and cancelled otherwise', () => {
    const there = BOOKING_STATES.filter((state) => CALENDAR_STATUS[state] !== 'CANCELLED');
    expect(new Set(there)).toEqual(new Set([...BLOCKING_STATES, 'returned']));
    expect(BOOKING_STATES.filter((state) => CALENDAR_STATUS[state] === 'TENTATIVE')).toEqual(['requested', 'held']);
  });

  it('names a few devices and counts the rest', () => {
    const devices = ['A', 'B', 'C', 'D'].map((assetCode) => ({ assetCode, nameZh: '测绘多旋翼' }));
    expect(calendarSummary(devices.slice(0, 1))).toBe('已预约 A 测绘多旋翼');
    expect(calendarSummary(devices)).toBe('已预约 A 测绘多旋翼、B 测绘多旋翼、C 测绘多旋翼 等 4 件');
    expect(calendarSummary([])).toBe('已预约 人员');
  });
});
