import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Rounds } from './rounds.js';

it('come one after the other, also after one that failed, and end with the last', async () => {
  const [faults, done]: [unknown[], string[]] = [[], []];
  const rounds = new Rounds({
    everyMs: 5,
    work: async () => {
      done.push('begun');
      await pause(20);
      done.push('ended');
      if (done.length === 2) throw new Error('the first one');
    },
    onFault: (error) => faults.push(error),
  });
  rounds.start();
  while (done.length < 5) await pause(5);
  await rounds.stop();
  const before = done.length;
  await pause(30);
  expect(done).toHaveLength(before);
  expect(done.map((word, nth) => word === ['begun', 'ended'][nth % 2])).not.toContain(false);
  expect(done.at(-1)).toBe('ended');
  expect(faults).toEqual([new Error('the first one')]);
});

it('that never began end at once', async () => {
  await expect(new Rounds({ everyMs: 5, work: async () => undefined, onFault: () => undefined }).stop()).resolves.toBe(
    undefined,
  );
});
