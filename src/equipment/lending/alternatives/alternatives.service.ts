import { Injectable } from '@nestjs/common';
import { Clock, type Period, period, periodView, type Tx } from '../../../platform/index.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import type { ConflictRow } from '../bookings/booking-row.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { usableUntil } from '../bookings/booking.rules.js';
import { partsOf, upkeepOf } from '../bookings/upkept.js';
import { overlaps } from '../../period.rules.js';
import { type AnyWish, type CandidateRow, ReservationRepository } from '../bookings/reservation.repository.js';
import { refusedItems } from '../../register/bundles/bundle-orders.service.js';
import { minutesAfter, OVERDUE_HORIZON_MINUTES } from '../lapses/lapse.rules.js';
import { type Alternative, type Candidate, proposeAlternatives } from './alternatives.rules.js';
import { type Wanted, Wishes } from './wishes.service.js';

const MOST_CONFLICTS = 50;
const MOST_ALTERNATIVES = 5;
/** How far ahead a next free period is looked for. */
const HORIZON_MINUTES = 30 * 24 * 60;
const EVER = new Date(0);

/** What stands in the way of a wish, until when, and what could be had instead. */
@Injectable()
export class Alternatives {
  constructor(
    private readonly bookings: BookingRepository,
    private readonly reservations: ReservationRepository,
    private readonly wishes: Wishes,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  async explain(tx: Tx, wanted: Wanted) {
    const { anyOf, deviceIds, during, ownBookingId } = wanted;
    const wish = anyOf ? await this.wishes.ofAny(tx, wanted, anyOf) : await this.wishes.ofNamed(tx, wanted);
    const refused = await this.refused(tx, wanted, wish);
    const ids = anyOf ? [...deviceIds, ...refused.map(({ id }) => id)] : deviceIds;
    const found = await this.bookings.conflicts(tx, ids, during, MOST_CONFLICTS);
    const conflicts = found.filter(({ bookingId }) => bookingId !== ownBookingId);
    const taken = new Set(conflicts.map(({ deviceId }) => deviceId));
    return {
      conflicts: conflicts.map((row) => this.conflictView(row, during)),
      ...refusedItems(wanted.unpacked?.items, taken, anyOf?.itemId),
      alternatives: await this.propose(tx, wanted, wish, { refused, taken }),
    };
  }

  /** What could be had in place of devices that somebody has lost, or may lose. */
  async insteadOf(tx: Tx, wanted: Wanted) {
    const wish = await this.wishes.ofNamed(tx, wanted);
    const refused = await this.refused(tx, wanted, wish);
    return this.propose(tx, wanted, wish, { refused, taken: new Set(wanted.deviceIds) });
  }

  /** The devices wished for as if they were free; those named, or all that any would have done for. */
  private refused(tx: Tx, { anyOf, deviceIds, ownBookingId }: Wanted, wish: AnyWish): Promise<CandidateRow[]> {
    const pick = {
      free: false,
      ids: anyOf ? null : deviceIds,
      ownBookingId: ownBookingId ?? null,
      limit: MOST_CONFLICTS,
    };
    return this.reservations.candidates(tx, { ...wish, exceptIds: [] }, this.clock.now(), pick);
  }

  private async propose(
    tx: Tx,
    { during, ownBookingId }: Wanted,
    wish: AnyWish,
    { refused, taken }: { readonly refused: readonly CandidateRow[]; readonly taken: ReadonlySet<string> },
  ) {
    const now = this.clock.now();
    const anywhere = { ...wish, withinMetres: null };
    const pick = { free: true, ids: null, ownBookingId: ownBookingId ?? null, limit: MOST_ALTERNATIVES };
    const others = await this.reservations.candidates(tx, anywhere, now, pick);
    const rows = [...refused.filter(({ id }) => taken.has(id)), ...others];
    const candidates = rows.map((row) => toCandidate(row, now));
    const kindCodes = new Set(candidates.map(({ kindCode }) => kindCode));
    const horizon = minutesAfter(during.to, HORIZON_MINUTES);
    const asked = { during, refusedIds: taken, kindCodes, horizon };
    return proposeAlternatives(asked, candidates, MOST_ALTERNATIVES).map(alternativeView);
  }

  private conflictView(row: ConflictRow, wished: Period) {
    const during = period(row.during);
    const blocked = period(row.blocked);
    return {
      deviceId: row.deviceId,
      assetCode: row.assetCode,
      during: periodView(during),
      blocked: periodView(blocked),
      reason: reasonOf(row, { during, blocked }, wished),
      holdExpiresAt: row.holdExpiresAt?.toISOString() ?? null,
      unitId: row.unitId,
      unitName: this.reaches.nameOf(row.unitId),
    };
  }
}

function reasonOf(
  { state }: ConflictRow,
  { during, blocked }: { readonly during: Period; readonly blocked: Period },
  wished: Period,
): 'booked' | 'turnaround' | 'overdue' {
  const pickedUpEarly = wished.from < during.from && overlaps(blocked, wished);
  if (overlaps(during, wished) || pickedUpEarly) return 'booked';
  return state === 'overdue' ? 'overdue' : 'turnaround';
}

/** An overdue device is as good as booked for the next day, whatever its lines say. */
function toCandidate(row: CandidateRow, now: Date): Candidate {
  const overdue = { from: EVER, to: minutesAfter(now, OVERDUE_HORIZON_MINUTES) };
  return {
    deviceId: row.id,
    assetCode: row.assetCode,
    kindCode: row.kindCode,
    distanceMetres: row.distanceMetres,
    turnaroundMinutes: row.turnaroundMinutes,
    usableUntil: usableUntil({ ...row, ...upkeepOf(row), parts: partsOf(row) }),
    blocked: [...row.blocked.map(period), ...(row.isOverdue ? [overdue] : [])],
  };
}

function alternativeView({ during, distanceMetres, ...rest }: Alternative) {
  return {
    ...rest,
    during: periodView(during),
    distanceMetres: distanceMetres === null ? null : Math.round(distanceMetres),
  };
}
export type AlternativeView = ReturnType<typeof alternativeView>;
