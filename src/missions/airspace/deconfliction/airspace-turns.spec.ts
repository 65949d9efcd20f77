import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Polygon } from 'geojson';
import { AirspaceTurns, LONGEST_WAIT_MS } from './airspace-turns.js';
import type { Reach } from './lock-cells.rules.js';

/** So many cells from a corner on. */
function cells(column: number, count = 1): Reach[] {
  const [west, east] = [116.001 + column * 0.02, 116.001 + (column + count - 1) * 0.02 + 0.01];
  const corners = [[west, 38.001], [east, 38.001], [east, 38.011], [west, 38.011], [west, 38.001]]; // prettier-ignore
  const geometry: Polygon = { type: 'Polygon', coordinates: [corners] };
  return [{ volumes: [{ geometry }] }];
}

const turns = (pool = 12): AirspaceTurns => new AirspaceTurns({ SKYDOCKET_DATABASE_POOL: pool });

/** Work that goes on until it is told to end. */
function work(name: string, log: string[]) {
  let end = (): void => undefined;
  const until = new Promise<void>((done) => (end = done));
  const run = async (): Promise<string> => {
    log.push(name);
    await until;
    return name;
  };
  return { run, end };
}

describe('turns on airspace', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('let one at a time on the same cell, in the order in which they came', async () => {
    const [all, log] = [turns(), [] as string[]];
    const [a, b, c] = [work('a', log), work('b', log), work('c', log)];
    const done = [all.take(cells(0), a.run), all.take(cells(0), b.run), all.take(cells(0), c.run)];
    await nextTurn();
    expect(log).toEqual(['a']);
    a.end();
    await done[0];
    await nextTurn();
    expect(log).toEqual(['a', 'b']);
    b.end();
    c.end();
    expect(await Promise.all(done)).toEqual(['a', 'b', 'c']);
  });

  it('let those with other cells work beside, and no small one overtake a large one that waits', async () => {
    const [all, log] = [turns(), [] as string[]];
    const [a, large, small, beside] = ['a', 'large', 'small', 'beside'].map((name) => work(name, log));
    const done = [
      all.take(cells(0), a!.run),
      all.take(cells(0, 3), large!.run),
      all.take(cells(2), small!.run),
      all.take(cells(5), beside!.run),
    ];
    await nextTurn();
    expect(log).toEqual(['a', 'beside']);
    for (const one of [a, large, small, beside]) one!.end();
    await Promise.all(done);
    expect(log).toEqual(['a', 'beside', 'large', 'small']);
  });

  it('never take more than half of the connections', async () => {
    const [all, log] = [turns(6), [] as string[]];
    const works = Array.from({ length: 9 }, (_, i) => work(String(i), log));
    const done = works.map(({ run }, i) => all.take(cells(i), run));
    await nextTurn();
    expect(log).toHaveLength(3);
    for (const { end } of works) end();
    await Promise.all(done);
    expect(log).toHaveLength(9);
  });

  it('are given back by work that fails', async () => {
    const all = turns();
    await expect(all.take(cells(0), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(all.take(cells(0), () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('send away who waits too long, and let those behind come up', async () => {
    jest.useFakeTimers();
    const [all, log] = [turns(), [] as string[]];
    const [first, behind] = [work('first', log), work('behind', log)];
    const held = all.take(cells(0), first.run);
    const late = all.take(cells(0, 2), () => Promise.resolve()).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(LONGEST_WAIT_MS - 1);
    const next = all.take(cells(1), behind.run);
    expect(log).toEqual(['first']);
    await jest.advanceTimersByTimeAsync(1);
    expect(await late).toMatchObject({
      code: 'AIRSPACE_BUSY',
      entry: { status: 503, retryable: true },
      details: { retryAfterSeconds: 2 },
    });
    expect(log).toEqual(['first', 'behind']);
    first.end();
    behind.end();
    expect(await Promise.all([held, next])).toEqual(['first', 'behind']);
  });

  it('never let two work on one cell, whoever comes and goes', async () => {
    const all = turns(8);
    const working = new Map<number, number>();
    let [most, both] = [0, 0];
    await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const [from, count] = [(i * 7) % 12, 1 + (i % 3)];
        const mine = Array.from({ length: count }, (_cell, at) => from + at);
        await pause(i % 5);
        await all.take(cells(from, count), async () => {
          for (const cell of mine) working.set(cell, (working.get(cell) ?? 0) + 1);
          most = Math.max(most, ...working.values());
          both = Math.max(both, [...working.values()].filter((n) => n > 0).length);
          await pause(i % 2);
          for (const cell of mine) working.set(cell, (working.get(cell) ?? 0) - 1);
        });
      }),
    );
    expect(most).toBe(1);
    expect(both).toBeGreaterThan(1);
  });
});
