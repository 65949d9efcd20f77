import { createHash } from 'node:crypto';

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

/**
 * Canonical JSON after RFC 8785: members sorted by UTF-16 code units, ECMAScript numbers and strings, no white space;
 * members whose value is undefined are absent. Throws on what I-JSON cannot say (NaN, Infinity, lone surrogates, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return `{${canonicalMembers(value)}}`;
  throw new TypeError(`no canonical JSON for ${typeof value}`);
}

function canonicalMembers(value: object): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`)
    .join(',');
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

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
