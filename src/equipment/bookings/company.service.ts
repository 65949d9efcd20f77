import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import { type CrewMember } from '../crew/crew.repository.js';
import { Crew, type CrewWish, type Outing } from '../crew/crew.service.js';
import type { LotWish } from '../lots/lot-row.js';
import { LotsService } from '../lots/lots.service.js';
import type { LockedDevice } from '../pool/device-row.js';
import type { BookingRow } from './booking-row.js';
import type { NewBooking } from './reservation.repository.js';

export interface Companions {
  readonly crew: readonly CrewMember[];
  readonly lots: readonly LotWish[];
  /** The units whose stock may be drawn on. */
  readonly unitIds: ReadonlySet<string>;
}

/** What goes along with the devices of a booking: people and consumables. */
@Injectable()
export class Company {
  constructor(
    private readonly crew: Crew,
    private readonly lots: LotsService,
  ) {}

  /** @throws PERSON_*, PILOT_*, TESTER_* */
  choosePeople(tx: Tx, outing: Outing, wishes: readonly CrewWish[]): Promise<CrewMember[]> {
    return this.crew.choose(tx, outing, wishes);
  }

  /** Once the booking is made. @throws PERSON_BUSY, LOT_* */
  async join(tx: Tx, booking: NewBooking, { crew, lots, unitIds }: Companions): Promise<void> {
    await this.crew.join(tx, booking.id, crew, booking);
    await this.lots.reserve(tx, booking.id, lots, { unitIds, during: booking.during });
  }

  /** Before the booking takes another time or other devices. @throws PERSON_*, PILOT_*, TESTER_* */
  async recheckPeople(
    tx: Tx,
    { id, unitId, people }: BookingRow,
    during: Period,
    devices: readonly LockedDevice[],
  ): Promise<void> {
    const crew = people.map(({ id: userId, capacity }) => ({ userId, capacity }));
    await this.crew.recheck(tx, crew, { unitId, during, devices, ownBookingId: id });
  }

  /** @throws LOT_EXPIRED */
  recheckLots(tx: Tx, bookingId: string, during: Period): Promise<void> {
    return this.lots.recheck(tx, bookingId, during);
  }

  /** Lots that were let go when a device was taken over are kept again. */
  keepLotsAgain(tx: Tx, bookingId: string, during: Period): Promise<void> {
    return this.lots.keepAgain(tx, bookingId, during);
  }
}
