import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, PlatformErrors, type Tx } from '../../../platform/index.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import type { BookedDeviceRow, BookingRow } from '../bookings/booking-row.js';
import { Reservations } from '../bookings/reservations.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { type JourneyState, STEP_SIDES } from './journey.rules.js';
import { type JourneyRow, LoanRepository } from './loan.repository.js';
import { type JourneyView, toJourneyView } from './loan.schemas.js';

/** Who may do what with a loan, and its things under lock: devices first, then bookings. */
@Injectable()
export class LoanDesk {
  constructor(
    private readonly loans: LoanRepository,
    private readonly bookings: BookingRepository,
    private readonly reservations: Reservations,
    private readonly rights: PoolRights,
  ) {}

  view(row: JourneyRow): z.input<typeof JourneyView> {
    return toJourneyView(row, (unitId) => this.rights.nameOf(unitId));
  }

  nameOf(unitId: string): string {
    return this.rights.nameOf(unitId);
  }

  /** Whose devices a slip may list for the reader: the borrower sees those of every owner, an owner the own. */
  slipOwners(actor: Actor, booking: BookingRow): string[] {
    const lent = booking.devices.filter(({ ownerUnitId }) => ownerUnitId !== booking.unitId);
    const owners = [...new Set(lent.map(({ ownerUnitId }) => ownerUnitId))];
    if (this.rights.isParty(actor, 'booking.read', booking)) return owners;
    return owners.filter((unitId) => this.rights.owns(actor, 'booking.read', unitId));
  }

  /** For the unit that booked and those that own its devices. @throws NOT_FOUND */
  async booking(tx: Tx, actor: Actor, id: string): Promise<BookingRow> {
    const row = await this.bookings.get(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    const ownerUnitIds = row.devices.map(({ ownerUnitId }) => ownerUnitId);
    this.rights.require(actor, 'booking.read', row, ownerUnitIds);
    return row;
  }

  /** Devices of a booking that wait to leave and that the actor's unit lends. */
  lentBy(actor: Actor, booking: BookingRow): BookedDeviceRow[] {
    return booking.devices.filter(
      ({ ownerUnitId, state }) =>
        state === 'reserved' && ownerUnitId !== booking.unitId && this.rights.owns(actor, 'loan.advance', ownerUnitId),
    );
  }

  /** @throws DEVICE_NOT_IN_BOOKING, JOURNEY_NOT_LENT, FORBIDDEN, BOOKING_NOT_OPEN */
  requireLent(actor: Actor, booking: BookingRow, deviceId: string): BookedDeviceRow {
    const device = booking.devices.find(({ id }) => id === deviceId);
    if (!device) throw EquipmentErrors.DEVICE_NOT_IN_BOOKING({ deviceId, bookingId: booking.id });
    const { ownerUnitId, state } = device;
    if (ownerUnitId === booking.unitId) throw EquipmentErrors.JOURNEY_NOT_LENT({ deviceId });
    if (!this.rights.owns(actor, 'loan.advance', ownerUnitId)) this.rights.forbid(actor, 'loan.advance', deviceId);
    if (state !== 'reserved') throw EquipmentErrors.BOOKING_NOT_OPEN({ deviceId, bookingId: booking.id });
    return device;
  }

  /** Locks the devices and the bookings of journeys, and reads them as they are then. @throws NOT_FOUND */
  async lock(tx: Tx, actor: Actor, ids: readonly string[]): Promise<JourneyRow[]> {
    const seen = await this.required(tx, actor, ids);
    await this.lockDevices(
      tx,
      seen.map(({ deviceId }) => deviceId),
    );
    const bookingIds = [...new Set(seen.map(({ bookingId }) => bookingId))].toSorted();
    for (const id of bookingIds) await this.bookings.lock(tx, id);
    return this.loans.find(tx, ids);
  }

  async lockDevices(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    await this.reservations.lockDevices(tx, deviceIds);
  }

  /** For the owner and the borrower. @throws NOT_FOUND */
  async required(tx: Tx, actor: Actor, ids: readonly string[]): Promise<JourneyRow[]> {
    const rows = await this.loans.find(tx, ids);
    if (rows.length < ids.length) throw PlatformErrors.NOT_FOUND();
    for (const row of rows) {
      this.rights.requireParties(actor, 'loan.read', row.id, [row.ownerUnitId, row.borrowerUnitId]);
    }
    return rows;
  }

  shows(actor: Actor, { ownerUnitId, borrowerUnitId }: JourneyRow): boolean {
    return [ownerUnitId, borrowerUnitId].some((unitId) => this.rights.owns(actor, 'loan.read', unitId));
  }

  /** @throws FORBIDDEN for the side that cannot know of the step */
  requireSide(actor: Actor, { id, ownerUnitId, borrowerUnitId }: JourneyRow, to: JourneyState): void {
    const unitOf = { owner: ownerUnitId, borrower: borrowerUnitId };
    const knows = STEP_SIDES[to].some((side) => this.rights.owns(actor, 'loan.advance', unitOf[side]));
    if (!knows) this.rights.forbid(actor, 'loan.advance', id);
  }

  /** What leaves has not been given up meanwhile. @throws BOOKING_NOT_OPEN */
  async requireWaiting(tx: Tx, { bookingId, deviceId }: JourneyRow): Promise<void> {
    const booking = await this.bookings.get(tx, bookingId);
    const line = booking?.devices.find(({ id }) => id === deviceId);
    if (line?.state !== 'reserved') throw EquipmentErrors.BOOKING_NOT_OPEN({ deviceId, bookingId });
  }
}
