import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx } from '../../../platform/index.js';
import { BookingDesk } from '../booking-record/booking-desk.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates, requireVersion } from '../booking-record/booking-states.service.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import type { BookingRow } from '../bookings/booking-row.js';
import type { BookingView } from '../bookings/booking.schemas.js';
import { Reservations } from '../bookings/reservations.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { isHoldOver } from '../lapses/lapse.rules.js';

type View = z.input<typeof BookingView>;

export interface Answer {
  readonly reason?: string;
  readonly deviceIds?: readonly string[];
  readonly version?: number;
}

const OUTCOMES = {
  approve: {
    state: 'reserved',
    action: 'equipment.approveLoan',
    event: 'equipment.booking_approved',
    notice: 'LOAN_APPROVED',
  },
  refuse: {
    state: 'refused',
    action: 'equipment.refuseLoan',
    event: 'equipment.booking_refused',
    notice: 'LOAN_REFUSED',
  },
} as const;

/** The owner answers whether its devices are lent, for all of them or one by one. */
@Injectable()
export class Approvals {
  constructor(
    private readonly desk: BookingDesk,
    private readonly reservations: Reservations,
    private readonly bookings: BookingRepository,
    private readonly states: BookingStates,
    private readonly record: BookingRecord,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, BOOKING_CHANGED, DEVICE_NOT_IN_BOOKING, LOAN_NOT_ASKED, HOLD_EXPIRED */
  async answer(actor: Actor, id: string, outcome: keyof typeof OUTCOMES, answer: Answer): Promise<View> {
    return this.desk.take(actor, async (tx) => {
      await this.reservations.lockDevicesOf(tx, id, []);
      const booking = await this.states.lock(tx, id);
      this.desk.reader.requireVisible(actor, booking);
      requireVersion(booking, answer.version);
      const deviceIds = this.answered(actor, booking, answer.deviceIds);
      const { holdExpiresAt } = booking;
      if (isHoldOver(holdExpiresAt, this.clock.now())) throw EquipmentErrors.HOLD_EXPIRED({ holdExpiresAt });
      return this.decide(tx, booking, deviceIds, { outcome, reason: answer.reason });
    });
  }

  private async decide(
    tx: Tx,
    booking: BookingRow,
    deviceIds: readonly string[],
    { outcome, reason = null }: { outcome: keyof typeof OUTCOMES; reason?: string | null },
  ): Promise<BookingRow> {
    const { state, action, event, notice } = OUTCOMES[outcome];
    await this.bookings.decideLines(tx, booking.id, deviceIds, { state, reason, by: tx.actor, at: this.clock.now() });
    const decided = await this.states.settle(tx, booking.id);
    await this.record.write(tx, decided, { action, event, more: { deviceIds, reason } });
    const params = reason === null ? undefined : { reason };
    await this.record.tellBooker(tx, decided, { code: notice, deviceIds, params });
    return decided;
  }

  /** The devices the answer is about: those of the actor's that were asked for. */
  private answered(actor: Actor, booking: BookingRow, namedIds: readonly string[] | undefined): string[] {
    const own = this.desk.rights.decided(actor, booking.devices);
    if (own.size === 0) this.desk.rights.forbid(actor, 'booking.decide', booking.id);
    const asked = booking.devices.filter(({ id, state }) => state === 'requested' && own.has(id)).map(({ id }) => id);
    if (namedIds) this.requireNamed(actor, booking, namedIds, own);
    else if (asked.length === 0) throw EquipmentErrors.LOAN_NOT_ASKED({ state: booking.state });
    return namedIds ? [...namedIds] : asked;
  }

  /** @throws DEVICE_NOT_IN_BOOKING, FORBIDDEN, LOAN_NOT_ASKED */
  private requireNamed(actor: Actor, booking: BookingRow, namedIds: readonly string[], own: ReadonlySet<string>): void {
    for (const deviceId of namedIds) {
      const line = booking.devices.find(({ id }) => id === deviceId);
      if (!line) throw EquipmentErrors.DEVICE_NOT_IN_BOOKING({ deviceId, bookingId: booking.id });
      if (!own.has(deviceId)) this.desk.rights.forbid(actor, 'booking.decide', deviceId);
      if (line.state !== 'requested') throw EquipmentErrors.LOAN_NOT_ASKED({ deviceId, state: line.state });
    }
  }
}
