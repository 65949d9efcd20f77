import { describe, expect, it } from '@jest/globals';
import { ForeignTopics } from './foreign-topics.rules.js';

const at = (second: number) => new Date(Date.parse('2025-11-03T06:00:00Z') + second * 1000);

describe('ForeignTopics', () => {
  it('bears twenty in a minute, locks out for a minute after the next', () => {
    const foreign = new ForeignTopics();
    const over = Array.from({ length: 21 }, (_, index) => foreign.count('d', at(index)));
    expect(over).toEqual([...Array<boolean>(20).fill(false), true]);
    expect([foreign.isLockedOut('d', at(79)), foreign.isLockedOut('d', at(81))]).toEqual([true, false]);
    expect(foreign.isLockedOut('another', at(30))).toBe(false);
  });

  it('lets nobody in early because another stray came over a line that was still open', () => {
    const foreign = new ForeignTopics();
    Array.from({ length: 21 }, (_, index) => foreign.count('d', at(30 + index)));
    foreign.count('d', at(95));
    expect([foreign.isLockedOut('d', at(96)), foreign.isLockedOut('d', at(111))]).toEqual([true, false]);
  });

  it('counts anew after a minute', () => {
    const foreign = new ForeignTopics();
    const over = Array.from({ length: 60 }, (_, index) => foreign.count('d', at(index * 4)));
    expect(over).not.toContain(true);
  });
});
