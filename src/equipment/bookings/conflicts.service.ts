import { Injectable } from '@nestjs/common';
import { Clock, type Period, period, periodView, type Tx, UnitOfWork } from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import { type Alternative, type Candidate, proposeAlternatives } from './alternatives.rules.js';
import { BookingRepository } from './booking.repository.js';
import type { ConflictRow } from './booking-row.js';
import { LoanReaches } from './loan-reach.service.js';
import { endOfChinaDate, overlaps } from './period.rules.js';
import { type AnyWish, type CandidateRow, ReservationRepository } from './reservation.repository.js';
import { type Order, PeriodTaken, Reservations } from './reservations.service.js';

const MOST_CONFLICTS = 50;
const MOST_ALTERNATIVES = 5;
/** How far ahead a next free period is looked for. */
const ALTERNATIVE_HORIZON_MS = 30 * 86_400_000;

/** Says what stands in the way of an order, until when, and what could be had instead. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bookings: BookingRepository,
    private readonly reservations: ReservationRepository,
    private readonly orders: Reservations,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` (a transaction of its own) and turns `PeriodTaken` into its explanation. When what stood in the way is
   * gone by the time it is looked for, the work is tried once more.
   * @throws BOOKING_CONFLICT with `conflicts` and `alternatives`
   */
  async explained<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof PeriodTaken)) throw error;
        const explanation = await this.unitOfWork.read((tx) => this.explain(tx, error.order));
        if (explanation.conflicts.length > 0 || attempt > 1) throw EquipmentErrors.BOOKING_CONFLICT(explanation, error);
      }
    }
  }

  private async explain(tx: Tx, order: Order) {
    const now = this.clock.now();
    const wish = await this.wishOf(tx, order);
    const refused = await this.reservations.candidates(tx, { ...wish, exceptIds: [] }, now, {
      free: false,
      ids: order.anyOf ? null : order.deviceIds,
      limit: MOST_CONFLICTS,
    });
    const ids = order.anyOf ? [...order.deviceIds, ...refused.map(({ id }) => id)] : order.deviceIds;
    const found = await this.bookings.conflicts(tx, ids, order.during, MOST_CONFLICTS);
    const conflicts = found.filter(({ bookingId }) => bookingId !== order.ownBookingId);
    const taken = new Set(conflicts.map(({ deviceId }) => deviceId));
    const anywhere = { ...wish, withinMetres: null };
    const others = await this.reservations.candidates(tx, anywhere, now, {
      free: true,
      ids: null,
      limit: MOST_ALTERNATIVES,
    });
    const candidates = [...refused.filter(({ id }) => taken.has(id)), ...others].map(toCandidate);
    return {
      conflicts: conflicts.map((row) => this.conflictView(row, order.during)),
      alternatives: proposeAlternatives(
        {
          during: order.during,
          refusedIds: taken,
          kindCodes: new Set(candidates.map(({ kindCode }) => kindCode)),
          horizon: new Date(order.during.to.getTime() + ALTERNATIVE_HORIZON_MS),
        },
        candidates,
        MOST_ALTERNATIVES,
      ).map(alternativeView),
    };
  }

  private async wishOf(tx: Tx, order: Order): Promise<AnyWish> {
    if (order.anyOf) return this.orders.wishOf(tx, order, order.anyOf);
    return {
      kindIds: await this.reservations.kindIdsOf(tx, order.deviceIds),
      during: order.during,
      reach: this.reaches.reachOf(order.asker.unitId),
      place: this.reaches.positionOf(order.asker.unitId),
      withinMetres: null,
      exceptIds: order.deviceIds,
    };
  }

  private conflictView(row: ConflictRow, wished: Period) {
    const during = period(row.during);
    const blocked = period(row.blocked);
    const pickedUpEarly = wished.from < during.from && overlaps(blocked, wished);
    return {
      deviceId: row.deviceId,
      assetCode: row.assetCode,
      during: periodView(during),
      blocked: periodView(blocked),
      reason: overlaps(during, wished) || pickedUpEarly ? ('booked' as const) : ('turnaround' as const),
      unitId: row.unitId,
      unitName: this.reaches.nameOf(row.unitId),
    };
  }
}

function toCandidate(row: CandidateRow): Candidate {
  return {
    deviceId: row.id,
    assetCode: row.assetCode,
    kindCode: row.kindCode,
    distanceMetres: row.distanceMetres,
    turnaroundMinutes: row.turnaroundMinutes,
    usableUntil: row.calibrationRequired && row.certificateDueOn !== null ? endOfChinaDate(row.certificateDueOn) : null,
    blocked: row.blocked.map(period),
  };
}

function alternativeView({ during, distanceMetres, ...rest }: Alternative) {
  return {
    ...rest,
    during: periodView(during),
    distanceMetres: distanceMetres === null ? null : Math.round(distanceMetres),
  };
}
