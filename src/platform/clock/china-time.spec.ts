import { describe, expect, it } from '@jest/globals';
import { addDays, chinaDateOf, chinaInstant, chinaTimeOf, endOfChinaDate } from './china-time.js';

describe('dates in China', () => {
  it('end at 16:00 UTC, wherever the server stands', () => {
    expect(endOfChinaDate('2026-12-31')).toEqual(new Date('2026-12-31T16:00:00Z'));
    expect(chinaDateOf(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31');
    expect(chinaDateOf(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
  });

  it('are told with the hour of China', () => {
    expect(chinaTimeOf(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31 23:59');
    expect(chinaTimeOf(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01 00:00');
  });

  it('add up over months and leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  });
});

it('a wall clock in China is an instant', () => {
  expect(chinaInstant('2026-12-31', '21:00')).toEqual(new Date('2026-12-31T13:00:00Z'));
  expect(chinaInstant('2027-01-01', '00:30')).toEqual(new Date('2026-12-31T16:30:00Z'));
});
