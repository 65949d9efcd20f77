import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { genesisHash, hashFact, verifyChain } from './event-chain.js';
import type { ChainedEvent, ChainedFact } from './event-chain.js';

const SESSION = '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f';
const start = { seq: 0, hash: genesisHash(SESSION) };

function chainOf(length: number): ChainedEvent[] {
  let prevHash = start.hash;
  return Array.from({ length }, (_, index) => {
    const fact: ChainedFact = {
      seq: index + 1,
      type: 'chat.say',
      actor: { userId: 'li', name: '李', tier: 'county' },
      occurredAt: '2026-03-01T10:00:00.000Z',
      recordedAt: '2026-03-01T10:00:01.250Z',
      scope: { kind: 'ALL' },
      payload: { text: `第 ${index + 1} 句` },
    };
    const event = { ...fact, prevHash, hash: hashFact(prevHash, fact) };
    prevHash = event.hash;
    return event;
  });
}

describe('the chain', () => {
  it('is SHA-256 over the previous hash and the fact, so that anyone can compute it again', () => {
    const [first] = chainOf(1);
    const text =
      '{"actor":{"name":"李","tier":"county","userId":"li"},"occurredAt":"2026-03-01T10:00:00.000Z","payload":{"text":"第 1 句"},' +
      '"recordedAt":"2026-03-01T10:00:01.250Z","scope":{"kind":"ALL"},"seq":1,"type":"chat.say"}';
    const expected = createHash('sha256').update(start.hash).update(text).digest('hex');
    expect(Buffer.from(first?.hash ?? []).toString('hex')).toBe(expected);
  });

  it('holds, in whole and from any point on', () => {
    const chain = chainOf(20);
    expect(verifyChain(chain, start)).toEqual({ ok: true, count: 20, head: chain[19]?.hash });
    expect(verifyChain(chain.slice(8), { seq: 8, hash: chain[7]?.hash ?? start.hash })).toMatchObject({
      ok: true,
      count: 12,
    });
    expect(verifyChain([], start)).toEqual({ ok: true, count: 0, head: start.hash });
  });

  it('of another session does not fit', () => {
    const other = { seq: 0, hash: genesisHash('018f2f6e-7c11-7cc3-98c4-dc0c0c073990') };
    expect(verifyChain(chainOf(2), other)).toEqual({ ok: false, seq: 1, fault: 'PREVIOUS_HASH' });
  });

  it('shows a missing, moved or doubled event', () => {
    const chain = chainOf(5);
    expect(verifyChain(chain.toSpliced(2, 1), start)).toEqual({ ok: false, seq: 3, fault: 'GAP' });
    expect(verifyChain(chain.toReversed(), start)).toEqual({ ok: false, seq: 1, fault: 'GAP' });
    expect(verifyChain(chain.toSpliced(1, 0, ...chain.slice(0, 1)), start)).toMatchObject({ ok: false, fault: 'GAP' });
  });

  it.each<[string, Partial<ChainedEvent>]>([
    ['payload', { payload: { text: 'something else' } }],
    ['actor', { actor: { userId: 'wang' } }],
    ['type', { type: 'order.issue' }],
    ['time', { occurredAt: '2026-03-01T10:00:00.001Z' }],
    ['time of record', { recordedAt: '2026-03-01T10:00:01.251Z' }],
    ['scope', { scope: { kind: 'ORG', unitId: 'u' } }],
  ])('shows a changed %s', (_, change) => {
    const chain = chainOf(5).map((event) => (event.seq === 3 ? { ...event, ...change } : event));
    expect(verifyChain(chain, start)).toEqual({ ok: false, seq: 3, fault: 'HASH' });
  });

  it('shows an event whose hash was computed anew after the change', () => {
    const chain = chainOf(5).map((event) => {
      if (event.seq !== 3) return event;
      const changed = { ...event, payload: { text: 'something else' } };
      return { ...changed, hash: hashFact(changed.prevHash, changed) };
    });
    expect(verifyChain(chain, start)).toEqual({ ok: false, seq: 4, fault: 'PREVIOUS_HASH' });
  });
});
