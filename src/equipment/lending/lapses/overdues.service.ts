import { Injectable } from '@nestjs/common';
import { Clock, period, type Tx, chinaTimeOf } from '../../../platform/index.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { minutesAfter, OVERDUE_HORIZON_MINUTES, overdueUntil, REMINDER_MINUTES } from './lapse.rules.js';
import { type DueCustody, type LateDevice, LapseRepository } from './lapse.repository.js';
import { NextBorrowers } from './next-borrowers.service.js';

/** The block of an overdue device is renewed when less than this is left of it. */
const ROLL_MINUTES = OVERDUE_HORIZON_MINUTES - 60;

/** Devices that did not come back in time are kept from others until they do. */
@Injectable()
export class Overdues {
  constructor(
    private readonly lapses: LapseRepository,
    private readonly states: BookingStates,
    private readonly record: BookingRecord,
    private readonly nextBorrowers: NextBorrowers,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  late(tx: Tx): Promise<LateDevice[]> {
    const now = this.clock.now();
    return this.lapses.late(tx, now, minutesAfter(now, ROLL_MINUTES), minutesAfter(now, OVERDUE_HORIZON_MINUTES));
  }

  /** Marks the device, keeps it from others and warns whoever waits for it. Does nothing once it is back. */
  async mark(tx: Tx, { deviceId, bookingId }: LateDevice): Promise<void> {
    const now = this.clock.now();
    await this.lapses.lockDevice(tx, deviceId);
    const booking = await this.states.lock(tx, bookingId);
    const custody = await this.lapses.openCustody(tx, deviceId);
    if (custody?.bookingId !== bookingId || custody.dueAt > now) return;
    await this.keep(tx, booking, custody, now);
    await this.nextBorrowers.warn(tx, custody);
  }

  /** An hour before a device is due its holder is told, once for each due time. */
  async remind(tx: Tx): Promise<void> {
    const now = this.clock.now();
    for (const custody of await this.lapses.dueSoon(tx, now, minutesAfter(now, REMINDER_MINUTES))) {
      const booking = await this.states.required(tx, custody.bookingId);
      await this.record.tellPerson(tx, booking, custody.holderId, this.toldOf(custody, 'DEVICE_DUE_SOON'));
    }
  }

  private async keep(tx: Tx, booking: BookingRow, custody: DueCustody, now: Date): Promise<void> {
    const { deviceId } = custody;
    const line = booking.devices.find(({ id }) => id === deviceId);
    if (!line) return;
    const next = await this.lapses.nextStart(tx, deviceId, booking.id);
    await this.lapses.keepOverdue(tx, deviceId, booking.id, overdueUntil(period(line.blocked).to, now, next));
    if (line.state === 'overdue') return;
    const settled = await this.states.settle(tx, booking.id);
    const more = { deviceIds: [deviceId], custodyId: custody.id, dueAt: custody.dueAt.toISOString() };
    await this.record.write(tx, settled, { action: 'equipment.markOverdue', event: 'equipment.overdue', more });
    const told = this.toldOf(custody, 'DEVICE_OVERDUE');
    await this.record.tellPerson(tx, settled, custody.holderId, told);
    await this.record.tellOwners(tx, settled, told);
  }

  private toldOf(
    { deviceId, dueAt, holderName, holderUnitId }: DueCustody,
    code: 'DEVICE_DUE_SOON' | 'DEVICE_OVERDUE',
  ) {
    const params = { due: chinaTimeOf(dueAt), holder: holderName, unit: this.reaches.nameOf(holderUnitId) };
    return { code, deviceIds: [deviceId], params, occasion: `${deviceId} ${dueAt.toISOString()}` };
  }
}
