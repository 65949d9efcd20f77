import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { genesisHash, hashFact } from '../../../src/command/events/event-chain.js';
import type { FollowedEvent } from '../../../src/command/index.js';
import { isVisible } from '../../../src/command/events/visibility.rules.js';
import { checkLinks } from '../../soak/command/chain-links.js';
import { CommandBook } from '../../soak/command/command-book.js';
import { mayRead, type Scope } from '../../soak/command/sight.js';

const SESSION = 'the session';
const TIERS = ['county', 'city', 'province'] as const;

/** A record as a client has it, with tombstones in the place of some events. */
function recordOf(texts: readonly string[], hidden: readonly number[] = []): FollowedEvent[] {
  let head = genesisHash(SESSION);
  return texts.map((text, index) => {
    const at = '2026-01-02T03:04:05.000Z';
    const fact = {
      seq: index + 1,
      type: 'chat.say',
      actor: { userId: 'a' },
      occurredAt: at,
      recordedAt: at,
      scope: { kind: 'ALL' },
      payload: { text },
    };
    head = hashFact(head, fact);
    const event = { sessionId: SESSION, ...fact, hash: Buffer.from(head).toString('hex') };
    return hidden.includes(fact.seq) ? { sessionId: SESSION, seq: fact.seq, redacted: true } : event;
  });
}

describe('the links that a client can check', () => {
  it('are those between events that it has both of, from the beginning on', () => {
    expect(checkLinks(SESSION, recordOf(['a', 'b', 'c', 'd']))).toEqual({ checked: 4, broken: 0 });
    expect(checkLinks(SESSION, recordOf(['a', 'b', 'c', 'd'], [2]))).toEqual({ checked: 2, broken: 0 });
    expect(checkLinks('another session', recordOf(['a', 'b']))).toEqual({ checked: 2, broken: 1 });
  });

  it('break where an event was changed, left out or put in another place', () => {
    const [first, second, third] = recordOf(['a', 'b', 'c']);
    const changed = { ...second, payload: { text: 'B' } } as FollowedEvent;
    const broken = (...events: (FollowedEvent | undefined)[]) =>
      checkLinks(
        SESSION,
        events.filter((event) => event !== undefined),
      ).broken;
    expect(broken(first, changed, third)).toBe(1);
    expect(broken(first, third)).toBe(1);
    expect(broken(second, first, third)).toBe(3);
  });
});

describe('who may read, said apart from the service', () => {
  it('is what the service says', () => {
    const id = fc.constantFrom('a', 'b', 'c');
    const scope: fc.Arbitrary<Scope> = fc.oneof(
      fc.constant<Scope>({ kind: 'ALL' }),
      fc
        .record({ tier: fc.constantFrom(...TIERS), userIds: fc.array(id) }, { requiredKeys: ['tier'] })
        .map((said): Scope => ({ kind: 'TIER_AND_UP', ...said })),
      id.map((unitId): Scope => ({ kind: 'ORG', unitId })),
      fc.array(id).map((userIds): Scope => ({ kind: 'DIRECT', userIds })),
    );
    const viewer = fc.record({ userId: id, unitId: id, tier: fc.constantFrom(...TIERS) });
    fc.assert(
      fc.property(scope, viewer, fc.option(id, { nil: undefined }), (said, reader, userId) => {
        const event = { seq: 1, scope: said };
        const expected = isVisible({ ...event, ...(userId && { actorUserId: userId }) }, reader);
        expect(mayRead(reader, { ...event, actor: userId ? { userId } : {} })).toBe(expected);
      }),
    );
  });
});

describe('the book of commands', () => {
  it('notes a second number for what was acknowledged before, and forgets what was refused for good', () => {
    const book = new CommandBook();
    const by = { sessionId: SESSION, userId: 'a', epoch: 1 };
    const [taken, refused] = [1, 2].map((n) => book.write({ type: 'chat.say', payload: { n } }, by));
    book.acknowledge(taken?.cmdId ?? '', 7);
    book.acknowledge(taken?.cmdId ?? '', 7);
    expect(book.contradictions).toBe(0);
    book.acknowledge(taken?.cmdId ?? '', 8);
    if (refused) book.refuse(refused, 'FORBIDDEN');
    expect([book.contradictions, book.given, book.acknowledged.length]).toEqual([1, 1, 1]);
    expect(book.refusals).toEqual(['chat.say FORBIDDEN']);
  });
});
