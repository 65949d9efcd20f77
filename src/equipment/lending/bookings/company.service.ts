import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../../platform/index.js';
import { type CrewMember } from '../crew/crew.repository.js';
import { Crew, type CrewWish } from '../crew/crew.service.js';
import type { Outing } from '../crew/crew-judge.service.js';
import { Allocations, type Supplies } from '../../upkeep/lots/allocations.service.js';
import { LotsService } from '../../upkeep/lots/lots.service.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import type { BookingRow } from './booking-row.js';
import type { NewBooking } from './reservation.repository.js';

export interface Companions extends Supplies {
  readonly crew: readonly CrewMember[];
  /** The units whose stock may be drawn on. */
  readonly unitIds: ReadonlySet<string>;
}

/** What goes along with the devices of a booking: people and consumables. */
@Injectable()
export class Company {
  constructor(
    private readonly crew: Crew,
    private readonly lots: LotsService,
    private readonly allocations: Allocations,
  ) {}

  /** @throws PERSON_*, PILOT_*, TESTER_* */
  choosePeople(tx: Tx, outing: Outing, wishes: readonly CrewWish[]): Promise<CrewMember[]> {
    return this.crew.choose(tx, outing, wishes);
  }

  /** Once the booking is made. @throws PERSON_BUSY, LOT_* */
  async join(tx: Tx, booking: NewBooking, { crew, lots, kits, unitIds }: Companions): Promise<void> {
    await this.crew.join(tx, booking.id, crew, booking);
    await this.allocations.reserve(tx, booking.id, { lots, kits }, { unitIds, during: booking.during });
  }

  /** Lots that a planned booking may draw on. */
  lotsFor(tx: Tx, supplies: Supplies, unitId: string, deviceIds: readonly string[]): Promise<string[]> {
    return this.allocations.candidateIds(tx, supplies, unitId, deviceIds);
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
