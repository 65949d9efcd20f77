import { Injectable } from '@nestjs/common';
import { Clock, SYSTEM, type Tx, UnitOfWork } from '../../../platform/index.js';
import { BookingRecord } from '../booking-record/booking-record.service.js';
import { BookingStates } from '../booking-record/booking-states.service.js';
import { isHoldOver } from './lapse.rules.js';
import { LapseRepository } from './lapse.repository.js';

/** Holds and unanswered requests end when their time is over, whoever notices first. */
@Injectable()
export class Holds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lapses: LapseRepository,
    private readonly states: BookingStates,
    private readonly record: BookingRecord,
    private readonly clock: Clock,
  ) {}

  /** Each in a transaction of its own. Gives how many ended. */
  async expireDue(): Promise<number> {
    const ids = await this.unitOfWork.read((tx) => this.lapses.dueHolds(tx, this.clock.now()));
    let expired = 0;
    for (const id of ids) if (await this.unitOfWork.run(SYSTEM, (tx) => this.expire(tx, id))) expired += 1;
    return expired;
  }

  /** False where somebody was quicker: confirmed, answered, or swept it away. */
  private async expire(tx: Tx, id: string): Promise<boolean> {
    const booking = await this.states.lock(tx, id);
    if (!isHoldOver(booking.holdExpiresAt, this.clock.now())) return false;
    const lapsed = booking.devices.filter(({ state }) => state === 'requested' || state === 'held');
    const deviceIds = lapsed.map((line) => line.id);
    const closed = await this.states.close(tx, booking, deviceIds, { state: 'expired' });
    const happening = { action: 'equipment.expireBooking', event: 'equipment.booking_expired' } as const;
    await this.record.write(tx, closed, { ...happening, more: { deviceIds } });
    const asked = lapsed.filter(({ state }) => state === 'requested').map((line) => line.id);
    if (asked.length > 0) await this.record.tellBooker(tx, closed, { code: 'LOAN_UNANSWERED', deviceIds: asked });
    return true;
  }
}
