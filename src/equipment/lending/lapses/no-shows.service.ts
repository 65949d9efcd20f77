import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, period, type Tx } from '../../../platform/index.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { type Lapse, lapseOf, minutesAfter } from './lapse.rules.js';
import { LapseRepository } from './lapse.repository.js';

const ACTION = 'equipment.releaseBooking';

/** Devices that nobody came for are free again. */
@Injectable()
export class NoShows {
  constructor(
    private readonly lapses: LapseRepository,
    private readonly states: BookingStates,
    private readonly record: BookingRecord,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  due(tx: Tx): Promise<string[]> {
    const now = this.clock.now();
    return this.lapses.missed(tx, now, minutesAfter(now, -this.config.SKYDOCKET_NO_SHOW_GRACE_MINUTES));
  }

  /** Does nothing where somebody came after all. */
  async release(tx: Tx, bookingId: string): Promise<void> {
    const booking = await this.states.lock(tx, bookingId);
    const lapsed = await this.lapsed(tx, booking);
    await this.end(tx, booking, lapsed, 'no_show');
    await this.end(tx, booking, lapsed, 'not_back');
  }

  private async lapsed(tx: Tx, booking: BookingRow): Promise<ReadonlyMap<string, Lapse | null>> {
    const now = this.clock.now();
    const during = period(booking.during);
    const whereabouts = new Map((await this.lapses.whereabouts(tx, booking.id)).map((one) => [one.deviceId, one]));
    return new Map(
      booking.devices.map(({ id, state }) => {
        const { isElsewhere = false, cameBackAt = null } = whereabouts.get(id) ?? {};
        const line = { state, during, isElsewhere, cameBackAt };
        return [id, lapseOf(line, now, this.config.SKYDOCKET_NO_SHOW_GRACE_MINUTES)];
      }),
    );
  }

  private async end(tx: Tx, booking: BookingRow, lapsed: ReadonlyMap<string, Lapse | null>, how: Lapse): Promise<void> {
    const deviceIds = booking.devices.filter(({ id }) => lapsed.get(id) === how).map(({ id }) => id);
    if (deviceIds.length === 0) return;
    const closing = how === 'no_show' ? { state: how } : { state: 'cancelled' as const, code: how };
    const closed = await this.states.close(tx, booking, deviceIds, closing);
    const event = how === 'no_show' ? 'equipment.booking_no_show' : 'equipment.booking_cancelled';
    await this.record.write(tx, closed, { action: ACTION, event, more: { deviceIds, reason: how } });
    const told = { code: how === 'no_show' ? 'BOOKING_NO_SHOW' : 'DEVICE_NOT_BACK', deviceIds } as const;
    await this.record.tellBooker(tx, closed, told);
    await this.record.tellOwners(tx, closed, told);
  }
}
