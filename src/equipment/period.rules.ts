import type { Period } from '../platform/index.js';

export const PERIOD_FAULTS = [
  'PERIOD_EMPTY',
  'PERIOD_INVERTED',
  'PERIOD_IN_PAST',
  'PERIOD_TOO_LONG',
  'PERIOD_TOO_FAR',
] as const;
export type PeriodFault = (typeof PERIOD_FAULTS)[number];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A form filled in slowly, or a phone whose clock runs behind, may still ask for "from now". */
export const PAST_GRACE_MINUTES = 15;
export const LONGEST_BOOKING_DAYS = 366;
export const BOOKING_HORIZON_DAYS = 3 * 366;

/** Half-open: 08:00-10:00 and 10:00-12:00 stand side by side. */
export function overlaps(a: Period, b: Period): boolean {
  return a.from < b.to && b.from < a.to;
}

export function covers(outer: Period, inner: Period): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** Why a period cannot be booked at all, whatever the device; null when it can. */
export function periodFault(period: Period, now: Date): PeriodFault | null {
  const from = period.from.getTime();
  const to = period.to.getTime();
  if (from === to) return 'PERIOD_EMPTY';
  if (from > to) return 'PERIOD_INVERTED';
  if (from < now.getTime() - PAST_GRACE_MINUTES * MINUTE_MS || to <= now.getTime()) return 'PERIOD_IN_PAST';
  if (to - from > LONGEST_BOOKING_DAYS * DAY_MS) return 'PERIOD_TOO_LONG';
  if (to > now.getTime() + BOOKING_HORIZON_DAYS * DAY_MS) return 'PERIOD_TOO_FAR';
  return null;
}

/** What a booking keeps from others: its period and the time the kind needs to be made ready again. */
export function blockedPeriod(during: Period, turnaroundMinutes: number): Period {
  return { from: during.from, to: new Date(during.to.getTime() + turnaroundMinutes * MINUTE_MS) };
}

/**
 * The first period of the wished length, not before the wished start, whose blocked time meets none of `blocked`
 * (any order, may overlap each other); null when there is none before `horizon`.
 */
export function nextFreePeriod(
  wish: Period,
  blocked: readonly Period[],
  turnaroundMinutes: number,
  horizon: Date,
): Period | null {
  const lengthMs = wish.to.getTime() - wish.from.getTime();
  let candidate = wish;
  for (const taken of blocked.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    if (overlaps(blockedPeriod(candidate, turnaroundMinutes), taken)) {
      candidate = { from: taken.to, to: new Date(taken.to.getTime() + lengthMs) };
    }
  }
  return candidate.to <= horizon ? candidate : null;
}
