import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { MicroBatches } from './micro-batches.js';

const limits = { items: 3, waiting: 10, waitingBytes: 1_000 };

describe('MicroBatches', () => {
  it('writes what came together at once, and gathers while a write is under way', async () => {
    const sizes: number[] = [];
    const batches = new MicroBatches<number>(
      async (items) => {
        sizes.push(items.length);
        await pause(5);
      },
      { ...limits, items: 100 },
    );
    const first = [batches.add(1, 1), batches.add(2, 1)];
    await nextTurn();
    const second = [3, 4, 5].map((item) => batches.add(item, 1));
    await Promise.all([...first, ...second]);
    expect(sizes).toEqual([2, 3]);
  });

  it('keeps the order and never exceeds the batch size', async () => {
    const written: number[][] = [];
    const batches = new MicroBatches<number>(async (items) => void written.push([...items]), limits);
    await Promise.all(Array.from({ length: 8 }, (_, index) => batches.add(index, 1)));
    expect(written).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
  });

  it('resolves an item only after its own batch was written, and fails only its own', async () => {
    const batches = new MicroBatches<number>(
      async (items) => {
        if (items.includes(4)) throw new Error('the fourth');
      },
      { ...limits, items: 2 },
    );
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => batches.add(item, 1)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
  });

  it('refuses beyond its bounds in items and in bytes, and takes again when there is room', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((done) => (release = done));
    const batches = new MicroBatches<number>(() => gate, { items: 1, waiting: 2, waitingBytes: 100 });
    const taken = [batches.add(1, 10)];
    await nextTurn();
    taken.push(batches.add(2, 90));
    expect(batches.hasRoom(20)).toBe(false);
    expect(() => batches.add(3, 20)).toThrow('waiting');
    taken.push(batches.add(3, 5));
    expect(() => batches.add(4, 1)).toThrow('waiting');
    release();
    await Promise.all(taken);
    await batches.drained();
    await expect(batches.add(5, 100)).resolves.toBeUndefined();
  });
});
