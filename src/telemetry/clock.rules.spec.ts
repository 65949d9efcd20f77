import { describe, expect, it } from '@jest/globals';
import { isWithinClockWindow } from './clock.rules.js';

describe('isWithinClockWindow', () => {
  const receivedAt = new Date('2025-10-25T04:00:00Z');
  const off = (milliseconds: number) => isWithinClockWindow(new Date(receivedAt.getTime() + milliseconds), receivedAt);

  it('takes seven days back and one hour ahead, both included', () => {
    expect([off(-7 * 86_400_000), off(3_600_000), off(0)]).toEqual([true, true, true]);
    expect([off(-7 * 86_400_000 - 1), off(3_600_001)]).toEqual([false, false]);
  });
});
