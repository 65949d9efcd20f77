import { describe, expect, it } from '@jest/globals';
import { AccountComparison } from './account.comparison.js';

function comparisonOf(deviceIds: readonly string[], failing?: string) {
  const done: string[] = [];
  const comparison = new AccountComparison({
    beginComparison: async () => [...deviceIds],
    compareOne: async (deviceId) => {
      if (deviceId === failing) throw new Error('away');
      done.push(deviceId);
      return 2;
    },
    removeStrays: async () => {
      done.push('strays');
      return 1;
    },
  });
  return { comparison, done };
}

describe('a comparison of accounts', () => {
  it('takes one device a step, in their order, and strays last', async () => {
    const { comparison, done } = comparisonOf(['a', 'b']);
    const last: boolean[] = [];
    for (let step = 0; step < 4; step += 1) last.push(await comparison.step());
    expect(last).toEqual([false, false, false, true]);
    expect(done).toEqual(['a', 'b', 'strays']);
    expect([comparison.told, comparison.removed]).toEqual([4, 1]);
  });

  it('removes nothing after a broker that is away', async () => {
    const { comparison, done } = comparisonOf(['a', 'b'], 'a');
    await comparison.step();
    await expect(comparison.step()).rejects.toThrow('away');
    expect(done).toEqual([]);
  });
});
