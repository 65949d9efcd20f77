import type { Digests } from '../../platform/index.js';
import type { FindingKind } from './sweep.codes.js';

/** What reading an original again came to. */
export type Reading =
  | { readonly state: 'read'; readonly digests: Digests }
  /** Something is there that cannot be read to its end. */
  | { readonly state: 'unreadable' }
  | { readonly state: 'missing' };

export type Verdict = 'intact' | Exclude<FindingKind, 'untracked'>;

/** Both digests and the size must be those of the day the bytes came. */
export function verdictOf(expected: Digests, reading: Reading): Verdict {
  if (reading.state !== 'read') return reading.state;
  const { sha256, sm3, sizeBytes } = reading.digests;
  if (sizeBytes < expected.sizeBytes) return 'truncated';
  const isSame = sha256 === expected.sha256 && sm3 === expected.sm3 && sizeBytes === expected.sizeBytes;
  return isSame ? 'intact' : 'changed';
}

/** A sweep begins so long after the former one began, and at once when that lies in the future of a clock put right. */
export function isSweepDue(lastBeganAt: Date | null, everyHours: number, now: Date): boolean {
  if (lastBeganAt === null || lastBeganAt > now) return true;
  return now.getTime() - lastBeganAt.getTime() >= everyHours * 3_600_000;
}

/** How long to wait before more is read, so that the rate holds over the whole. */
export function pauseMs(bytes: number, elapsedMs: number, bytesPerSecond: number): number {
  return Math.max(0, (bytes / bytesPerSecond) * 1000 - elapsedMs);
}

const DAY_MS = 86_400_000;

/** What is known of bytes that no record names. */
export interface Remains {
  readonly foundAt: Date;
  /** Undefined where the store does not say. */
  readonly storedAt: Date | undefined;
  /** Since when the database is known to have forgotten nothing; undefined where it has. */
  readonly unbrokenSince: Date | undefined;
}

/** Bytes that came before that time may have had a record which an older copy of the database does not know. */
export function mayRemainsGo({ foundAt, storedAt, unbrokenSince }: Remains, now: Date, days: number): boolean {
  if (!storedAt || !unbrokenSince || storedAt < unbrokenSince) return false;
  return now.getTime() - foundAt.getTime() >= days * DAY_MS;
}
