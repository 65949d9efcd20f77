import { describe, expect, it } from '@jest/globals';
import { Reasons } from './reasons.js';

describe('reasons', () => {
  it('are counted each, in the order in which they came', () => {
    const reasons = new Reasons();
    for (const reason of ['late', 'crowded', 'late']) reasons.add(reason);
    expect([...reasons]).toEqual([
      ['late', 2],
      ['crowded', 1],
    ]);
  });

  it('are at most twenty kinds; those that are known are counted on', () => {
    const reasons = new Reasons();
    for (let nth = 0; nth < 25; nth += 1) reasons.add(`reason ${nth}`);
    reasons.add('reason 0');
    reasons.add('reason 24');
    expect([...reasons]).toHaveLength(20);
    expect([...reasons][0]).toEqual(['reason 0', 2]);
  });
});
