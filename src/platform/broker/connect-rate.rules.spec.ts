import { describe, expect, it } from '@jest/globals';
import { ConnectRate } from './connect-rate.rules.js';

const outcomes = (rate: ConnectRate, key: string, times: readonly number[]): boolean[] =>
  times.map((at) => rate.isTooMany(key, at));

describe('ConnectRate', () => {
  it('begins anew with one that is forgotten, and with no other', () => {
    const rate = new ConnectRate({ burst: 1, perSecond: 1 });
    expect(outcomes(rate, 'a', [0, 0])).toEqual([false, true]);
    expect(outcomes(rate, 'b', [0])).toEqual([false]);
    rate.forget('a');
    expect(outcomes(rate, 'a', [0])).toEqual([false]);
    expect(outcomes(rate, 'b', [0])).toEqual([true]);
  });

  it('lets a burst in, then so many a second, each by its key', () => {
    const rate = new ConnectRate({ burst: 3, perSecond: 2 });
    expect(outcomes(rate, 'a', [0, 0, 0, 0, 499, 500, 501])).toEqual([false, false, false, true, true, false, true]);
    expect(rate.isTooMany('b', 501)).toBe(false);
  });

  it('does not hold what was refused against who slows down', () => {
    const rate = new ConnectRate({ burst: 1, perSecond: 1 });
    outcomes(
      rate,
      'a',
      Array.from({ length: 500 }, (_, index) => index),
    );
    expect(rate.isTooMany('a', 1_000)).toBe(false);
  });

  it('never saves more than a burst', () => {
    const rate = new ConnectRate({ burst: 2, perSecond: 10 });
    expect(outcomes(rate, 'a', [0, 1_000_000, 1_000_000, 1_000_000])).toEqual([false, false, false, true]);
  });

  it('forgets who has been away longest, so that no number of addresses fills the memory', () => {
    const rate = new ConnectRate({ burst: 1, perSecond: 0 });
    outcomes(rate, 'first', [0]);
    outcomes(rate, 'second', [0]);
    for (let other = 0; other < 19_999; other += 1) rate.isTooMany(`other ${other}`, 0);
    expect(rate.isTooMany('second', 0)).toBe(true);
    expect(rate.isTooMany('first', 0)).toBe(false);
  });

  it('does not keep those who may come as often as anybody, and counts the others on', () => {
    const rate = new ConnectRate({ burst: 2, perSecond: 1 });
    for (let other = 0; other < 100; other += 1) rate.isTooMany(`once ${other}`, other);
    outcomes(rate, 'often', [1_000, 1_000]);
    for (let other = 0; other < 100; other += 1) rate.isTooMany(`later ${other}`, 1_500);
    expect(rate.size).toBeLessThanOrEqual(101);
    expect(rate.isTooMany('often', 1_500)).toBe(true);
    rate.isTooMany('last', 10_000);
    rate.isTooMany('last', 10_000);
    expect(rate.size).toBeLessThan(100);
  });
});
