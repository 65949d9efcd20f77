import { addDays, chinaDateOf } from '../../../platform/index.js';

/** A head that might be stamped. */
export interface Candidate {
  readonly size: number;
  readonly signedAt: Date;
}

/** What is known of the stamps so far. */
export interface Standing {
  readonly newest: Candidate | undefined;
  /** The last heads of the past days that have no stamp, oldest first. */
  readonly ofDays: readonly Candidate[];
  /** Of the newest stamp: how large the log was, and when it came. */
  readonly stamped: { readonly size: number; readonly receivedAt: Date } | undefined;
  /** Since the last good answer. */
  readonly refusals: { readonly count: number; readonly lastAt: Date | null };
}

const BETWEEN_MS = 60 * 60_000;
const FIRST_PAUSE_MS = 60_000;
/** Heads of older days stay without a stamp of their own: a later one covers them. */
const DAYS_BACK = 7;

/** The China day from which last heads of days are still stamped. */
export function firstDay(now: Date): string {
  return addDays(chinaDateOf(now), -DAYS_BACK);
}

/**
 * Which head is to be stamped now, if any: first the last one of each day that has ended, which stands on the day's sheet;
 * then the newest, once an hour at most. After a refusal the pause doubles, up to an hour.
 */
export function dueHead({ newest, ofDays, stamped, refusals }: Standing, now: Date): Candidate | undefined {
  if (refusals.lastAt && now.getTime() < refusals.lastAt.getTime() + pauseAfter(refusals.count)) return undefined;
  const [ofDay] = ofDays;
  if (ofDay) return ofDay;
  if (!newest || newest.size === 0) return undefined;
  if (!stamped) return newest;
  const isNew = newest.size > stamped.size;
  return isNew && now.getTime() >= stamped.receivedAt.getTime() + BETWEEN_MS ? newest : undefined;
}

export function pauseAfter(refusals: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, refusals - 1), BETWEEN_MS);
}
