import type { Period } from '../../../platform/index.js';
import type { BookingState } from '../bookings/booking.rules.js';

export const CUSTODY_STATES = ['out', 'overdue', 'returned', 'handed_over'] as const;
export type CustodyState = (typeof CUSTODY_STATES)[number];

export const CUSTODY_MOVES: Readonly<Record<CustodyState, readonly CustodyState[]>> = {
  out: ['overdue', 'returned', 'handed_over'],
  overdue: ['returned', 'handed_over'],
  returned: [],
  handed_over: [],
};

export interface CustodyTimes {
  readonly dueAt: Date;
  readonly returnedAt: Date | null;
  /** The one that began as this one ended, when the device went on to another hand. */
  readonly nextCustodyId: string | null;
}

/** The state follows from the times: nobody has to set "overdue" for it to be true. */
export function custodyState(custody: CustodyTimes, now: Date): CustodyState {
  if (custody.nextCustodyId !== null) return 'handed_over';
  if (custody.returnedAt !== null) return 'returned';
  return now >= custody.dueAt ? 'overdue' : 'out';
}

/** Taking a device without a booking blocks it until the end of a working day away from the office. */
export const WALK_IN_HOURS = 8;

/** A booking found by device and person, without being named, counts when it starts within this time. */
export const EARLY_PICK_UP_HOURS = 24;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a check-out without booking would like to take: until `dueAt`, or a working day. */
export function walkInWish(now: Date, dueAt: Date | null): Period {
  return { from: now, to: dueAt ?? new Date(now.getTime() + WALK_IN_HOURS * HOUR_MS) };
}

/**
 * The wish as far as it does not run into what is promised to somebody else, the time included that the device then
 * needs to be made ready. Null when there is no time before somebody else's period.
 */
export function walkInPeriod(wish: Period, blocked: readonly Period[], turnaroundMinutes: number): Period | null {
  const { from } = wish;
  const latestEnds = blocked
    .filter((taken) => taken.to > from)
    .map((taken) => taken.from.getTime() - turnaroundMinutes * MINUTE_MS);
  const to = new Date(Math.min(wish.to.getTime(), ...latestEnds));
  return to > from ? { from, to } : null;
}

export const CHECK_OUT_REFUSALS = [
  'DEVICE_NOT_IN_BOOKING',
  'BOOKING_NOT_OPEN',
  'BOOKING_PERIOD_OVER',
  'BOOKING_OF_ANOTHER_UNIT',
] as const;
export type CheckOutRefusal = (typeof CHECK_OUT_REFUSALS)[number];

export interface BookedDevice {
  readonly unitId: string;
  readonly during: Period;
  /** State of the device's line; null when the booking does not name the device. */
  readonly lineState: BookingState | null;
}

/** Why a device may not leave on this booking; `takerUnitId` is the unit of the person who takes it. */
export function checkOutRefusal(booking: BookedDevice, takerUnitId: string, now: Date): CheckOutRefusal | null {
  if (booking.lineState === null) return 'DEVICE_NOT_IN_BOOKING';
  if (booking.unitId !== takerUnitId) return 'BOOKING_OF_ANOTHER_UNIT';
  if (booking.lineState !== 'reserved') return 'BOOKING_NOT_OPEN';
  return booking.during.to <= now ? 'BOOKING_PERIOD_OVER' : null;
}

/** Early pick-up starts the block at once; the end stays, so nobody gains time by coming early. */
export function blockedFromPickUp(blocked: Period, now: Date): Period {
  return now < blocked.from ? { from: now, to: blocked.to } : blocked;
}
