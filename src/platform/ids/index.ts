import { createHash } from 'node:crypto';
import { stringify, v7 } from 'uuid';

/** A new UUIDv7: sortable by time, unique without asking the database. */
export function newId(): string {
  return v7();
}

/** Below every id that was made at that time or later, so that an index on ids finds what is recent. */
export function idsFrom(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The same id (UUIDv8) for the same words, so that what is done twice under them is done once. */
export function idOf(...words: readonly string[]): string {
  const bytes = createHash('sha256').update(words.join('\0')).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return stringify(bytes);
}
