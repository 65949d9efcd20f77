import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../../platform/index.js';
import { BookingDesk } from '../booking-record/booking-desk.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates, requireVersion } from '../booking-record/booking-states.service.js';
import { hasWaiting, isOut, isWaiting } from '../bookings/booking.rules.js';
import type { BookingRow } from '../bookings/booking-row.js';
import type { BookingView } from '../bookings/booking.schemas.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { BookingCancel } from './change.schemas.js';

/** Giving up what has not left. */
@Injectable()
export class Cancellations {
  constructor(
    private readonly desk: BookingDesk,
    private readonly states: BookingStates,
    private readonly record: BookingRecord,
  ) {}

  /**
   * Frees the devices, and the lots with the last of them, at once.
   * @throws NOT_FOUND, FORBIDDEN, BOOKING_CHANGED, DEVICE_NOT_IN_BOOKING; BOOKING_NOT_CANCELLABLE once a device named
   * has left, or any where none is named
   */
  async cancel(actor: Actor, id: string, input: z.output<typeof BookingCancel>): Promise<z.input<typeof BookingView>> {
    const { reason = null, version } = input;
    return this.desk.take(actor, async (tx) => {
      const booking = await this.states.lock(tx, id);
      this.desk.rights.require(actor, 'booking.change', booking);
      requireVersion(booking, version);
      const deviceIds = input.deviceIds ? named(booking, input.deviceIds) : allWaiting(booking);
      const closed = await this.states.close(tx, booking, deviceIds, { state: 'cancelled', code: 'given_up', reason });
      const happening = { action: 'equipment.cancelBooking', event: 'equipment.booking_cancelled' } as const;
      await this.record.write(tx, closed, { ...happening, more: { deviceIds, reason } });
      return closed;
    });
  }
}

function named({ id: bookingId, devices }: BookingRow, deviceIds: readonly string[]): readonly string[] {
  for (const deviceId of deviceIds) {
    const line = devices.find(({ id }) => id === deviceId);
    if (!line) throw EquipmentErrors.DEVICE_NOT_IN_BOOKING({ deviceId, bookingId });
    if (!isWaiting(line.state)) throw EquipmentErrors.BOOKING_NOT_CANCELLABLE({ state: line.state, deviceId });
  }
  return deviceIds;
}

function allWaiting(booking: BookingRow): string[] {
  const { state, devices } = booking;
  if (!hasWaiting(booking) || devices.some((line) => isOut(line.state)))
    throw EquipmentErrors.BOOKING_NOT_CANCELLABLE({ state });
  return devices.filter((line) => isWaiting(line.state)).map(({ id }) => id);
}
