import type { Period } from '../../../platform/index.js';
import { type BookingState, isBlocking, isWaiting } from '../bookings/booking.rules.js';
import { covers, type PeriodFault, periodFault } from '../../period.rules.js';

/** Why a booking cannot have this period instead; one that has begun may keep its start. Null when it can. */
export function changedPeriodFault(before: Period, after: Period, now: Date): PeriodFault | null {
  if (before.from.getTime() !== after.from.getTime()) return periodFault(after, now);
  const fault = periodFault(after, after.from < now ? after.from : now);
  return fault ?? (after.to <= now ? 'PERIOD_IN_PAST' : null);
}

export interface Line {
  readonly id: string;
  readonly state: BookingState;
}

export interface Targets {
  /** Lines that stay. */
  readonly kept: readonly string[];
  /** Lines that wait and are given up. */
  readonly dropped: readonly string[];
  /** Devices that come in. */
  readonly added: readonly string[];
}

/** What it takes to come from the lines of a booking to the devices wished for; what is out stays in any case. */
export function targetsOf(lines: readonly Line[], wishedIds: readonly string[]): Targets {
  const live = lines.filter(({ state }) => isBlocking(state));
  const stays = ({ id, state }: Line) => !isWaiting(state) || wishedIds.includes(id);
  const liveIds = new Set(live.map(({ id }) => id));
  return {
    kept: live.filter(stays).map(({ id }) => id),
    dropped: live.filter((line) => !stays(line)).map(({ id }) => id),
    added: wishedIds.filter((id) => !liveIds.has(id)),
  };
}

/** Whether the owner's word covers the new period: it does as far as it covered the old one. */
export function isCovered(before: Period, after: Period): boolean {
  return covers(before, after);
}

/** What a kept line becomes in a period that nobody has agreed to yet (`asks`) or that needs no word. */
export function stateAfterChange(state: BookingState, asks: boolean): BookingState {
  if (state === 'overdue') return 'out';
  return state === 'reserved' && asks ? 'requested' : state;
}

/** What a change asks for beyond what the booking has: the longer part where only the end moves. */
export function wishedPeriod(before: Period, after: Period, now: Date): Period {
  const isLonger = before.from.getTime() === after.from.getTime() && before.to < after.to;
  if (!isLonger) return after;
  return { from: before.to > now ? before.to : now, to: after.to };
}
