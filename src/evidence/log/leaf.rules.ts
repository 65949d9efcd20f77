import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';
import type { LogEntryKind } from './log.codes.js';

/** Of version 1 there are entries whose hidden values share one salt. */
const LEAF_VERSION = 2;
export const SALT_BYTES = 32;
const LONGEST_LEAF = 65_536;

/** A fact as it is entered. */
export interface LogFact {
  readonly kind: LogEntryKind;
  readonly subjectId: string;
  /** Plain JSON without personal data: ids, digests, codes, instants. */
  readonly content: Readonly<Record<string, unknown>>;
  /** What may be checked by those who know it, but not read: the leaf holds a salted hash. */
  readonly hidden?: Readonly<Record<string, string>>;
}

export interface LeafInput extends LogFact {
  readonly id: string;
  readonly enteredAt: Date;
}

/** The bytes that are hashed into the tree: canonical JSON after RFC 8785. @throws TypeError for what is no plain JSON */
export function leafOf({ id, kind, subjectId, content, hidden, enteredAt }: LeafInput, salt: Uint8Array): Buffer {
  const leaf = {
    version: LEAF_VERSION,
    id,
    kind,
    subjectId,
    content,
    hidden:
      hidden &&
      Object.fromEntries(Object.entries(hidden).map(([name, value]) => [name, hide(saltOf(salt, name), name, value)])),
    enteredAt: enteredAt.toISOString(),
  };
  const bytes = Buffer.from(canonicalJson(leaf), 'utf8');
  if (bytes.length > LONGEST_LEAF) throw new RangeError(`a leaf of ${bytes.length} bytes`);
  return bytes;
}

/** The salt of one hidden value: HMAC-SHA-256 of its name under the entry's own. Whoever is given it opens that value and no other. */
export function saltOf(salt: Uint8Array, name: string): Buffer {
  return createHmac('sha256', salt).update(name, 'utf8').digest();
}

/** sha256(salt of the value ‖ name ‖ NUL ‖ value), hexadecimal. */
export function hide(salt: Uint8Array, name: string, value: string): string {
  return createHash('sha256').update(salt).update(`${name}\0${value}`, 'utf8').digest('hex');
}

/** As the log spells a place; a value that nobody knows is empty. */
export function positionInLog({ lon, lat }: { readonly lon: number; readonly lat: number }): string {
  return canonicalJson({ lat, lon });
}
