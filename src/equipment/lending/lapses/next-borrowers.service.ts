import { Injectable } from '@nestjs/common';
import { Clock, OnEvent, type RecordedEvent, SYSTEM, type Tx, UnitOfWork } from '../../../platform/index.js';
import { Alternatives } from '../alternatives/alternatives.service.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import { EquipmentEvents, type CustodyFact } from '../../equipment.events.js';
import { minutesAfter, OVERDUE_HORIZON_MINUTES } from './lapse.rules.js';
import { type DueCustody, LapseRepository } from './lapse.repository.js';

/** Whoever waits for a device that is overdue with somebody else is warned, offered another, and told when it is back. */
@Injectable()
export class NextBorrowers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lapses: LapseRepository,
    private readonly states: BookingStates,
    private readonly alternatives: Alternatives,
    private readonly record: BookingRecord,
    private readonly clock: Clock,
  ) {}

  /** Each is warned once of one due time. The device is locked by the caller. */
  async warn(tx: Tx, custody: DueCustody): Promise<void> {
    const now = this.clock.now();
    const horizon = minutesAfter(now, OVERDUE_HORIZON_MINUTES);
    for (const bookingId of await this.lapses.flagAffected(tx, custody.deviceId, now, horizon))
      await this.warnOf(tx, bookingId, custody);
  }

  /** The device is back, or in time again. The device is locked by the caller. */
  async reassure(tx: Tx, deviceId: string): Promise<void> {
    for (const id of await this.lapses.clearAffected(tx, deviceId)) {
      const booking = await this.states.required(tx, id);
      const happening = { action: 'equipment.clearBooking', event: 'equipment.booking_unaffected' } as const;
      await this.record.write(tx, booking, { ...happening, more: { deviceIds: [deviceId] } });
      const occasion = `${deviceId} ${this.clock.now().toISOString()}`;
      await this.record.tellBooker(tx, booking, { code: 'BOOKING_CLEAR_AGAIN', deviceIds: [deviceId], occasion });
    }
  }

  @OnEvent(EquipmentEvents['equipment.handed_back'])
  async onHandedBack({ payload }: RecordedEvent): Promise<void> {
    const { deviceId } = payload as unknown as CustodyFact;
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await this.lapses.lockDevice(tx, deviceId);
      const custody = await this.lapses.openCustody(tx, deviceId);
      const isLate = custody !== undefined && custody.dueAt <= this.clock.now();
      if (!isLate) await this.reassure(tx, deviceId);
    });
  }

  private async warnOf(tx: Tx, bookingId: string, { deviceId, dueAt }: DueCustody): Promise<void> {
    const booking = await this.states.required(tx, bookingId);
    const deviceIds = [deviceId];
    const alternatives = await this.alternatives.insteadOf(tx, booking, deviceIds);
    const more = { deviceIds, alternatives, dueAt: dueAt.toISOString() };
    await this.record.write(tx, booking, { action: 'equipment.warnNext', event: 'equipment.booking_affected', more });
    const names = alternatives.map(({ assetCode }) => assetCode).join(', ') || '-';
    const occasion = `${deviceId} ${dueAt.toISOString()}`;
    const told = { code: 'BOOKING_AFFECTED', deviceIds, params: { alternatives: names }, occasion } as const;
    await this.record.tellBooker(tx, booking, told);
    await this.record.tellOwners(tx, booking, told);
  }
}
