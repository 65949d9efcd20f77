import { describe, expect, it } from '@jest/globals';
import { absenceReason, minutesAway } from './absence.rules.js';

describe('absence', () => {
  const now = new Date('2026-03-01T08:10:00Z');

  it('is counted in whole minutes, and never below none', () => {
    expect(minutesAway(new Date('2026-03-01T08:05:00Z'), now)).toBe(5);
    expect(minutesAway(new Date('2026-03-01T08:05:01Z'), now)).toBe(4);
    expect(minutesAway(new Date('2026-03-01T08:11:00Z'), now)).toBe(0);
  });

  it('is stated with the name and the minutes', () => {
    const { zh, en } = absenceReason('李梅', 7);
    expect([zh, en].every((words) => words.includes('李梅') && words.includes('7'))).toBe(true);
  });
});
