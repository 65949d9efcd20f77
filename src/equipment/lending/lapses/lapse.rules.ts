import { isWaiting, type BookingState } from '../bookings/booking.rules.js';
import type { Period } from '../../../platform/index.js';

const MINUTE_MS = 60_000;

/** How far ahead of now an overdue device is kept from others; nobody knows when it comes back. */
export const OVERDUE_HORIZON_MINUTES = 24 * 60;

/** The holder is reminded so long before the device is due. */
export const REMINDER_MINUTES = 60;

export function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE_MS);
}

export function isHoldOver(holdExpiresAt: Date | null, now: Date): boolean {
  return holdExpiresAt !== null && holdExpiresAt <= now;
}

/** A reserved device as the clock sees it. */
export interface WaitingLine {
  readonly state: BookingState;
  readonly during: Period;
  /** Somebody else still has the device. */
  readonly isElsewhere: boolean;
  /** When the device last came back; null when it never left. */
  readonly cameBackAt: Date | null;
}

export type Lapse = 'no_show' | 'not_back';

/**
 * What the clock does to a reserved device: after the grace, or the period itself, nobody comes for it any more. Nobody
 * is blamed for not taking what was not there, so the grace runs from its return.
 */
export function lapseOf(line: WaitingLine, now: Date, graceMinutes: number): Lapse | null {
  if (line.state !== 'reserved') return null;
  const { cameBackAt, during } = line;
  const isOver = during.to <= now;
  if (line.isElsewhere) return isOver ? 'not_back' : null;
  const wasLate = cameBackAt !== null && cameBackAt > during.from;
  if (minutesAfter(wasLate ? cameBackAt : during.from, graceMinutes) <= now) return 'no_show';
  if (!isOver) return null;
  return wasLate ? 'not_back' : 'no_show';
}

/**
 * Until when an overdue device is kept from others: the horizon, but not into what is already somebody else's, and
 * never less than now.
 */
export function overdueUntil(blockedUntil: Date, now: Date, nextFrom: Date | null): Date {
  const horizon = minutesAfter(now, OVERDUE_HORIZON_MINUTES);
  const wanted = nextFrom !== null && nextFrom < horizon ? nextFrom : horizon;
  return wanted > blockedUntil ? wanted : blockedUntil;
}

/** Whether somebody who waits for an overdue device should be warned now. */
export function isAffected(state: BookingState, from: Date, now: Date): boolean {
  return isWaiting(state) && from < minutesAfter(now, OVERDUE_HORIZON_MINUTES);
}
