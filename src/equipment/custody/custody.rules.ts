import type { Period } from '../../platform/index.js';
import type { BookingState } from '../bookings/booking.rules.js';
import type { DeviceState } from '../equipment.codes.js';

export const CUSTODY_STATES = ['out', 'overdue', 'returned'] as const;
export type CustodyState = (typeof CUSTODY_STATES)[number];

export const CUSTODY_MOVES: Readonly<Record<CustodyState, readonly CustodyState[]>> = {
  out: ['overdue', 'returned'],
  overdue: ['returned'],
  returned: [],
};

export interface CustodyTimes {
  readonly dueAt: Date;
  readonly returnedAt: Date | null;
}

/** The state follows from the times: nobody has to set "overdue" for it to be true. */
export function custodyState(custody: CustodyTimes, now: Date): CustodyState {
  if (custody.returnedAt !== null) return 'returned';
  return now >= custody.dueAt ? 'overdue' : 'out';
}

/** Taking a device without a booking blocks it until the end of a working day away from the office. */
export const WALK_IN_HOURS = 8;

/** A booking found by device and person, without being named, counts when it starts within this time. */
export const EARLY_PICK_UP_HOURS = 24;

const HOUR_MS = 3_600_000;

/**
 * The period that a check-out without booking takes: until `dueAt`, or a working day, but never into what is
 * promised to somebody else. Null when somebody else's period has begun.
 */
export function walkInPeriod(now: Date, dueAt: Date | null, blocked: readonly Period[]): Period | null {
  const wished = dueAt ?? new Date(now.getTime() + WALK_IN_HOURS * HOUR_MS);
  const ahead = blocked.filter((taken) => taken.to > now);
  if (ahead.some((taken) => taken.from <= now)) return null;
  const limit = Math.min(wished.getTime(), ...ahead.map((taken) => taken.from.getTime()));
  return { from: now, to: new Date(limit) };
}

export const CHECK_OUT_REFUSALS = [
  'DEVICE_NOT_IN_SERVICE',
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
export function checkOutRefusal(
  deviceState: DeviceState,
  booking: BookedDevice,
  takerUnitId: string,
  now: Date,
): CheckOutRefusal | null {
  if (deviceState !== 'in_service') return 'DEVICE_NOT_IN_SERVICE';
  if (booking.lineState === null) return 'DEVICE_NOT_IN_BOOKING';
  if (booking.unitId !== takerUnitId) return 'BOOKING_OF_ANOTHER_UNIT';
  if (booking.lineState !== 'reserved') return 'BOOKING_NOT_OPEN';
  return booking.during.to <= now ? 'BOOKING_PERIOD_OVER' : null;
}

/** Early pick-up starts the block at once; the end stays, so nobody gains time by coming early. */
export function blockedFromPickUp(blocked: Period, now: Date): Period {
  return now < blocked.from ? { from: now, to: blocked.to } : blocked;
}
