import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';

/** A fact as it enters the chain. Instants are ISO 8601 UTC with milliseconds. */
export interface ChainedFact {
  readonly seq: number;
  readonly type: string;
  readonly actor: unknown;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly scope: unknown;
  readonly payload: unknown;
}

export interface ChainedEvent extends ChainedFact {
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
}

export type ChainVerdict =
  | { readonly ok: true; readonly count: number; readonly head: Uint8Array }
  | { readonly ok: false; readonly seq: number; readonly fault: 'GAP' | 'PREVIOUS_HASH' | 'HASH' };

/** What the first event stands on: the session's own id, so that a chain cannot be passed off as another session's. */
export function genesisHash(sessionId: string): Uint8Array {
  return createHash('sha256').update(`skydocket command session ${sessionId}`).digest();
}

/** SHA-256(previous hash ‖ canonical JSON of the fact). */
export function hashFact(prevHash: Uint8Array, fact: ChainedFact): Uint8Array {
  const { seq, type, actor, occurredAt, recordedAt, scope, payload } = fact;
  const text = canonicalJson({ seq, type, actor, occurredAt, recordedAt, scope, payload });
  return createHash('sha256').update(prevHash).update(text, 'utf8').digest();
}

/** Checks that `events` continue each other without a gap from `start` (by default the session's beginning). */
export function verifyChain(events: Iterable<ChainedEvent>, start: { seq: number; hash: Uint8Array }): ChainVerdict {
  let { seq, hash: head } = start;
  let count = 0;
  for (const event of events) {
    if (event.seq !== seq + 1) return { ok: false, seq: seq + 1, fault: 'GAP' };
    if (!isSame(event.prevHash, head)) return { ok: false, seq: event.seq, fault: 'PREVIOUS_HASH' };
    if (!isSame(event.hash, hashFact(head, event))) return { ok: false, seq: event.seq, fault: 'HASH' };
    seq = event.seq;
    head = event.hash;
    count += 1;
  }
  return { ok: true, count, head };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
