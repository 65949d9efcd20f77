import { Injectable } from '@nestjs/common';
import { Clock, type Period, period, periodView, type Tx } from '../../../platform/index.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import type { BookingRow, ConflictRow } from '../bookings/booking-row.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { isOut, isWaiting, usableUntil } from '../bookings/booking.rules.js';
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
    const wish = anyOf ? await this.wishes.ofAny(tx, wanted, anyOf) : null;
    const named = await this.named(tx, wanted);
    const wouldDo = wish ? await this.asIfFree(tx, wanted, { ...wish, exceptIds: [] }, null) : [];
    const ids = [...deviceIds, ...wouldDo.map(({ id }) => id)];
    const found = await this.bookings.conflicts(tx, ids, during, MOST_CONFLICTS);
    const conflicts = found.filter(({ bookingId }) => bookingId !== ownBookingId);
    const taken = new Set(conflicts.map(({ deviceId }) => deviceId));
    const isTaken = ({ id }: CandidateRow) => taken.has(id);
    const ofAny = wish ? await this.propose(tx, wanted, wish, { lost: wouldDo.filter(isTaken), named }) : [];
    const ofNamed = await this.inPlaceOf(tx, wanted, named.filter(isTaken), named);
    return {
      conflicts: conflicts.map((row) => this.conflictView(row, during)),
      ...refusedItems(wanted.unpacked?.items, taken, anyOf?.itemId),
      alternatives: eachOnce([...ofAny, ...ofNamed]).map(alternativeView),
    };
  }

  /** What could be had in place of devices that a booking has lost, or may lose; beside those it still waits for. */
  async insteadOf(tx: Tx, booking: BookingRow, lostIds: readonly string[]): Promise<AlternativeView[]> {
    const waiting = booking.devices.filter(({ state }) => isWaiting(state)).map(({ id }) => id);
    const deviceIds = [...new Set([...waiting, ...lostIds])];
    const wanted = { asker: booking, during: period(booking.during), deviceIds, ownBookingId: booking.id };
    const named = await this.named(tx, wanted);
    const lost = named.filter(({ id }) => lostIds.includes(id));
    const found = await this.inPlaceOf(tx, wanted, lost, named);
    // What is out keeps the booking where it is.
    const stays = booking.devices.some(({ state }) => isOut(state));
    return found.filter(({ reason }) => reason === 'same_kind' || !stays).map(alternativeView);
  }

  private async named(tx: Tx, wanted: Wanted): Promise<CandidateRow[]> {
    if (wanted.deviceIds.length === 0) return [];
    return this.asIfFree(tx, wanted, this.wishes.ofKinds(wanted, null), wanted.deviceIds);
  }

  /** Devices that the wish could have if nobody had booked them; of those in `ids` only, where given. */
  private asIfFree(
    tx: Tx,
    { ownBookingId }: Wanted,
    wish: AnyWish,
    ids: readonly string[] | null,
  ): Promise<CandidateRow[]> {
    const pick = { free: false, ids, ownBookingId: ownBookingId ?? null, limit: MOST_CONFLICTS };
    return this.reservations.candidates(tx, wish, this.clock.now(), pick);
  }

  /** Each kind by itself, so that none is crowded out by another that is nearer. */
  private async inPlaceOf(
    tx: Tx,
    wanted: Wanted,
    lost: readonly CandidateRow[],
    named: readonly CandidateRow[],
  ): Promise<Alternative[]> {
    const found: Alternative[] = [];
    for (const kindId of new Set(lost.map((row) => row.kindId))) {
      const lostOfKind = lost.filter((row) => row.kindId === kindId);
      const wish = this.wishes.ofKinds(wanted, [kindId]);
      found.push(...(await this.propose(tx, wanted, wish, { lost: lostOfKind, named })));
    }
    return found;
  }

  private async propose(
    tx: Tx,
    { during, ownBookingId }: Wanted,
    wish: AnyWish,
    { lost, named }: { readonly lost: readonly CandidateRow[]; readonly named: readonly CandidateRow[] },
  ): Promise<Alternative[]> {
    const now = this.clock.now();
    const pick = { free: true, ids: null, ownBookingId: ownBookingId ?? null, limit: MOST_ALTERNATIVES };
    const others = await this.reservations.candidates(tx, { ...wish, withinMetres: null }, now, pick);
    const candidates = [...lost, ...others].map((row) => toCandidate(row, now));
    const asked = {
      during,
      refusedIds: new Set(lost.map(({ id }) => id)),
      kindCodes: new Set(candidates.map(({ kindCode }) => kindCode)),
      together: named.map((row) => toCandidate(row, now)),
      horizon: minutesAfter(during.to, HORIZON_MINUTES),
    };
    return proposeAlternatives(asked, candidates, MOST_ALTERNATIVES);
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

function eachOnce(alternatives: readonly Alternative[]): Alternative[] {
  const byKey = new Map(alternatives.map((one) => [`${one.reason} ${one.deviceId}`, one]));
  return [...byKey.values()];
}
