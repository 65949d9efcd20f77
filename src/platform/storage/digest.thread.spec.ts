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

  it('lets nobody wait for files whose senders stopped in the middle of a piece', async () => {
    const thread = new DigestThread();
    const stalled = Array.from({ length: 100 }, () => new DigestFlow(thread));
    for (const flow of stalled) await flow.take(randomBytes(10));
    const bytes = randomBytes(50 * PIECE_BYTES + 1);
    expect(await flowThrough(thread, bytes, 1_000_000)).toEqual(hexOf(bytes));
    for (const flow of stalled) flow.abandon();
  });

  it('takes so many pieces at once, and the next as they are through', async () => {
    const thread = new DigestThread();
    const id = thread.begin();
    let taken = 0;
    const pieces = Array.from({ length: 40 }, () =>
      thread.take(id, new ArrayBuffer(PIECE_BYTES), PIECE_BYTES).then(() => (taken += 1)),
    );
    await Promise.resolve();
    await Promise.resolve();
    expect(taken).toBeLessThanOrEqual(32);
    await Promise.all(pieces);
    expect(await thread.end(id)).toEqual(hexOf(new Uint8Array(40 * PIECE_BYTES)));
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
    await thread.take(thread.begin(), thread.piece(), PIECE_BYTES + 1);
    await expect(bystander.end()).rejects.toThrow('the thread of digests ended');
    const bytes = randomBytes(PIECE_BYTES);
    expect(await flowThrough(thread, bytes, PIECE_BYTES)).toEqual(hexOf(bytes));
  });
});
