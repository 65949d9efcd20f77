import { describe, expect, it } from '@jest/globals';
import { AckTimes } from './ack-times.js';

describe('times of acknowledgements', () => {
  it('knows the middle and the slowest hundredth to within 8 %', () => {
    const times = new AckTimes();
    for (let milliseconds = 1; milliseconds <= 1_000; milliseconds += 1) times.add(milliseconds);
    expect(Math.abs((times.quantile(0.5) ?? 0) - 500)).toBeLessThanOrEqual(40);
    expect(Math.abs((times.quantile(0.99) ?? 0) - 990)).toBeLessThanOrEqual(80);
  });

  it('has none before the first, and begins anew', () => {
    const times = new AckTimes();
    expect(times.quantile(0.5)).toBeUndefined();
    times.add(0.2);
    times.add(1e9);
    expect(times.quantile(0.5)).toBe(1);
    times.reset();
    expect(times.quantile(0.99)).toBeUndefined();
  });
});
