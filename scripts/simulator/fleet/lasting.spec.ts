import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Lasting } from './lasting.js';

const HOUR_MS = 3_600_000;

describe('what lasts', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  it('is made once for each key, also where several ask at the same time', async () => {
    const lasting = new Lasting<string>();
    const made: string[] = [];
    const ask = (key: string) =>
      lasting.of(key, () => {
        made.push(key);
        return Promise.resolve(`${key} ${made.length}`);
      });
    expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a 1', 'a 1', 'b 2']);
    jest.setSystemTime(1_000 * HOUR_MS);
    expect(await ask('a')).toBe('a 1');
    expect(made).toEqual(['a', 'b']);
  });

  it('is asked for again where it failed, once those that asked together know', async () => {
    const lasting = new Lasting<string>();
    let tries = 0;
    const ask = () =>
      lasting.of('a', () => {
        tries += 1;
        return tries === 1 ? Promise.reject(new Error('nobody answers')) : Promise.resolve('done');
      });
    const together = await Promise.allSettled([ask(), ask()]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tries).toBe(1);
    expect(await ask()).toBe('done');
    expect(await ask()).toBe('done');
    expect(tries).toBe(2);
  });

  it('is made anew from its end on, once', async () => {
    const lasting = new Lasting<number>((end) => end);
    let made = 0;
    const ask = () =>
      lasting.of('a', () => {
        made += 1;
        return Promise.resolve(Date.now() + HOUR_MS);
      });
    expect(await ask()).toBe(HOUR_MS);
    jest.setSystemTime(HOUR_MS - 1);
    expect(await ask()).toBe(HOUR_MS);
    jest.setSystemTime(HOUR_MS);
    expect(await Promise.all([ask(), ask()])).toEqual([2 * HOUR_MS, 2 * HOUR_MS]);
    expect(made).toBe(2);
  });
});
