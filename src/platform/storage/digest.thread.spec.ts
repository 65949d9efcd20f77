import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DigestFlow } from './digest.flow.js';
import { DigestThread, PIECE_BYTES } from './digest.thread.js';
import { digestBytes } from './digest.js';

const hexOf = (bytes: Uint8Array) => {
  const { sha256, sm3 } = digestBytes(bytes);
  return { sha256, sm3 };
};

async function flowThrough(thread: DigestThread, bytes: Uint8Array, step: number) {
  const flow = new DigestFlow(thread);
  for (let at = 0; at < bytes.length; at += step) await flow.take(bytes.subarray(at, at + step));
  return flow.end();
}

describe('the thread of digests', () => {
  it('keeps many files apart that come side by side in any pieces', async () => {
    const thread = new DigestThread();
    const files = Array.from({ length: 40 }, (_, index) => randomBytes(index * 61_003));
    const told = await Promise.all(files.map((bytes, index) => flowThrough(thread, bytes, 977 + index * 40_001)));
    expect(told).toEqual(files.map(hexOf));
  });

  it('lets whoever finds no piece wait until one is given back', async () => {
    const thread = new DigestThread();
    const pieces = await Promise.all(Array.from({ length: 32 }, () => thread.piece()));
    let got = 0;
    const waiting = Array.from({ length: 2 }, () => thread.piece().then(() => (got += 1)));
    await new Promise(setImmediate);
    expect(got).toBe(0);
    for (const piece of pieces.slice(0, 2)) thread.giveBack(piece);
    await Promise.all(waiting);
    expect(got).toBe(2);
  });

  it('forgets a file that does not come to its end, and gives its piece to others', async () => {
    const thread = new DigestThread();
    const half = new DigestFlow(thread);
    await half.take(randomBytes(PIECE_BYTES + 1));
    half.abandon();
    half.abandon();
    await expect(half.end()).rejects.toThrow('ended');
    const bytes = randomBytes(3 * PIECE_BYTES + 7);
    expect(await flowThrough(thread, bytes, 100_000)).toEqual(hexOf(bytes));
  });

  it('that ends in the middle gives nobody a digest of half a file, and the next file gets a new one', async () => {
    const thread = new DigestThread();
    const bystander = new DigestFlow(thread);
    await bystander.take(randomBytes(10));
    thread.take(thread.begin(), await thread.piece(), PIECE_BYTES + 1);
    await expect(bystander.end()).rejects.toThrow('the thread of digests ended');
    const bytes = randomBytes(PIECE_BYTES);
    expect(await flowThrough(thread, bytes, PIECE_BYTES)).toEqual(hexOf(bytes));
  });
});
