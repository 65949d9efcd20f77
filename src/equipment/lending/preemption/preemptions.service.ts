import { Injectable } from '@nestjs/common';
import { period, periodView, type Tx } from '../../../platform/index.js';
import { Alternatives } from '../alternatives/alternatives.service.js';
import type { Wanted } from '../alternatives/wishes.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import { isWaiting } from '../bookings/booking.rules.js';
import type { BookingRow, ConflictRow } from '../bookings/booking-row.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { PeriodTaken } from '../bookings/period-taken.js';
import type { NewBooking, NewLine } from '../bookings/reservation.repository.js';
import { isHoldOver } from '../lapses/lapse.rules.js';
import { LotsService } from '../../upkeep/lots/lots.service.js';
import { preemptionRefusal, type Weight } from './preemption.rules.js';

/** A booking that is about to take devices, locked, from others. */
export interface Taking {
  readonly wanted: Wanted;
  readonly planned: {
    readonly booking: Pick<NewBooking, 'unitId' | 'priority' | 'at'>;
    readonly lines: readonly NewLine[];
  };
  readonly reason: string;
  /** Lots that the booking itself wants. */
  readonly lotIds: readonly string[];
}

/** A booking that lost devices. */
export interface Displaced {
  readonly booking: BookingRow;
  readonly deviceIds: readonly string[];
}

/** More bookings than this do not meet one period of the most devices that one booking names. */
const MOST_MET = 1_000;

/** A tier above takes the period of bookings that count less, in the transaction that books it. */
@Injectable()
export class Preemptions {
  constructor(
    private readonly bookings: BookingRepository,
    private readonly states: BookingStates,
    private readonly lots: LotsService,
    private readonly alternatives: Alternatives,
    private readonly reaches: LoanReaches,
    private readonly record: BookingRecord,
  ) {}

  /** What a booking of this unit and priority may take from others. */
  weightOf(unitId: string, priority: number): Weight {
    return { lowerUnitIds: this.reaches.below(unitId), priority };
  }

  /**
   * Frees what stands in the way. Every booking concerned is locked before any lot, the lots all at once.
   * @throws PeriodTaken, with `refusals` where what is in the way cannot be taken; without, where a hold has run out and
   * is to be swept away first
   */
  async displace(tx: Tx, taking: Taking): Promise<Displaced[]> {
    const met = await this.met(tx, taking);
    const ids = [...new Set(met.map(({ bookingId }) => bookingId))].toSorted();
    for (const id of ids) await this.states.lock(tx, id);
    await this.lots.lockFor(tx, ids, taking.lotIds);
    const displaced: Displaced[] = [];
    for (const id of ids) {
      const deviceIds = met.filter(({ bookingId }) => bookingId === id).map(({ deviceId }) => deviceId);
      const booking = await this.states.required(tx, id);
      const lost = booking.devices.filter((line) => deviceIds.includes(line.id) && isWaiting(line.state));
      const lostIds = lost.map((line) => line.id);
      if (lostIds.length === 0) continue;
      const closing = { state: 'cancelled', code: 'pre_empted', reason: taking.reason } as const;
      displaced.push({ booking: await this.states.close(tx, booking, lostIds, closing), deviceIds: lostIds });
    }
    return displaced;
  }

  /** Once the devices are taken, so that what is offered instead is still there. */
  async announce(
    tx: Tx,
    taker: { bookingId: string; unitId: string; reason: string },
    displaced: readonly Displaced[],
  ) {
    for (const { booking, deviceIds } of displaced) {
      const alternatives = await this.alternatives.insteadOf(tx, booking, deviceIds);
      const { reason } = taker;
      const more = { deviceIds, reason, byBookingId: taker.bookingId, byUnitId: taker.unitId, alternatives };
      const event = 'equipment.booking_pre_empted';
      await this.record.write(tx, booking, { action: 'equipment.preempt', event, more });
      const names = alternatives.map(({ assetCode }) => assetCode).join(', ') || '-';
      const params = { taker: this.reaches.nameOf(taker.unitId), reason, alternatives: names };
      await this.record.tellBooker(tx, booking, { code: 'BOOKING_TAKEN_OVER', deviceIds, params });
    }
  }

  private async met(tx: Tx, taking: Taking): Promise<ConflictRow[]> {
    const { booking, lines } = taking.planned;
    const deviceIds = lines.map(({ deviceId }) => deviceId);
    const wanted = { ...taking.wanted, deviceIds, anyOf: undefined };
    const met = await this.bookings.conflicts(tx, deviceIds, wanted.during, MOST_MET);
    if (met.some(({ holdExpiresAt }) => isHoldOver(holdExpiresAt, booking.at))) throw new PeriodTaken(wanted);
    const asked = lines.filter(({ state }) => state === 'requested');
    const refusals = [
      ...asked.map(({ deviceId }) => ({ deviceId, reason: 'owner_decides' as const })),
      ...met.flatMap((row) => this.refusalOf(row, booking)),
    ];
    if (met.length > 0 && refusals.length > 0) throw new PeriodTaken(wanted, undefined, refusals);
    return met;
  }

  private refusalOf(row: ConflictRow, { unitId, priority }: Taking['planned']['booking']) {
    const taken = { rank: this.reaches.rankOf(row.unitId), priority: row.priority, state: row.state };
    const reason = preemptionRefusal(taken, { rank: this.reaches.rankOf(unitId), priority });
    if (!reason) return [];
    const { deviceId, assetCode } = row;
    return [{ deviceId, assetCode, reason, during: periodView(period(row.during)), unitId: row.unitId }];
  }
}
