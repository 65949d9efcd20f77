import { describe, expect, it } from '@jest/globals';
import { OneAtATime } from './one-at-a-time.js';

/** Readings that end when the test says so, each with what was true when it began. */
function slowReader() {
  const ends: (() => void)[] = [];
  const state = { truth: 0, seen: -1, begun: 0 };
  const reader = new OneAtATime(async () => {
    const read = state.truth;
    state.begun += 1;
    await new Promise<void>((end) => ends.push(end));
    state.seen = read;
  });
  const settle = () => new Promise<void>((done) => setImmediate(done));
  return { reader, state, ends, settle };
}

describe('readings one at a time', () => {
  it('never lets an old reading replace a newer one', async () => {
    const { reader, state, ends, settle } = slowReader();
    const early = reader.again();
    await settle();
    state.truth = 1;
    const late = reader.again();
    await settle();
    expect(state.begun).toBe(1);
    ends.shift()?.();
    await early;
    await settle();
    ends.shift()?.();
    await late;
    expect(state.seen).toBe(1);
  });

  it('is one reading for all who ask while another is under way', async () => {
    const { reader, state, ends, settle } = slowReader();
    const first = reader.again();
    await settle();
    const waiting = Array.from({ length: 50 }, () => reader.again());
    ends.shift()?.();
    await first;
    await settle();
    ends.shift()?.();
    await Promise.all(waiting);
    expect(state.begun).toBe(2);
  });

  it('goes on after a reading that failed, which fails only for those who asked for it', async () => {
    let calls = 0;
    const reader = new OneAtATime(async () => {
      calls += 1;
      if (calls === 1) throw new Error('the database is away');
    });
    await expect(reader.again()).rejects.toThrow('away');
    await expect(reader.again()).resolves.toBeUndefined();
  });
});
