import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  keysetPage,
  type Page,
  period,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  idInCursor,
} from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import type { BookingFact } from '../equipment.events.js';
import { Journal } from '../journal.js';
import { PoolRights } from '../pool-rights.service.js';
import { CANCELLABLE_STATES } from './booking.rules.js';
import { BookingRepository } from './booking.repository.js';
import type { BookingRow } from './booking-row.js';
import { type BookingCreate, type BookingQuery, type BookingView, toBookingView } from './booking.schemas.js';
import { Conflicts } from './conflicts.service.js';
import { type Order, Reservations } from './reservations.service.js';

type View = z.input<typeof BookingView>;

/** Booking devices for a period, and giving them up again. */
@Injectable()
export class BookingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bookings: BookingRepository,
    private readonly reservations: Reservations,
    private readonly conflicts: Conflicts,
    private readonly rights: PoolRights,
    private readonly journal: Journal,
  ) {}

  /** @throws BOOKING_CONFLICT with `conflicts` and `alternatives`, and what `Reservations.reserve` throws */
  async book(actor: Actor, input: z.output<typeof BookingCreate>): Promise<View> {
    const asker = asUser(actor);
    this.rights.requireForOwnUnit(actor, 'booking.create');
    const { during, purpose, caseId = null, deviceIds = [], anyOf, lots = [] } = input;
    const order: Order = { asker, during, purpose, caseId, deviceIds, anyOf, lots };
    return this.conflicts.explained(() =>
      this.unitOfWork.run(actor, async (tx) => {
        if (caseId) await this.rights.requireCase(tx, actor, caseId);
        const { id } = await this.reservations.reserve(tx, order);
        const row = await this.required(tx, id);
        await this.journal.record(tx, {
          action: 'equipment.book',
          subject: { kind: 'booking', id },
          event: 'equipment.booked',
          aggregate: `booking:${id}`,
          payload: { ...factOf(row) },
        });
        return this.view(actor, row);
      }),
    );
  }

  /** Frees the devices and lots at once. @throws BOOKING_NOT_CANCELLABLE once a device has left */
  async cancel(actor: Actor, id: string, reason: string | undefined): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.bookings.lock(tx, id);
      if (!row) throw PlatformErrors.NOT_FOUND();
      this.rights.require(actor, 'booking.change', row);
      const gone = row.devices.some(({ state }) => !CANCELLABLE_STATES.includes(state));
      if (gone) throw EquipmentErrors.BOOKING_NOT_CANCELLABLE({ state: row.state });
      await this.reservations.cancel(tx, id, reason);
      await this.journal.record(tx, {
        action: 'equipment.cancelBooking',
        subject: { kind: 'booking', id },
        event: 'equipment.booking_cancelled',
        aggregate: `booking:${id}`,
        payload: { ...factOf(row), reason: reason ?? null },
      });
      return this.view(actor, await this.required(tx, id));
    });
  }

  async list(actor: Actor, query: z.output<typeof BookingQuery>): Promise<Page<View>> {
    const { limit, cursor, from, to, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.rights.scope(actor, 'booking.read');
    const during = from && to ? { from, to } : undefined;
    const rows = await this.unitOfWork.read((tx) =>
      this.bookings.list(tx, { ...filter, scope, during, before, limit: limit + 1 }),
    );
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.view(actor, row),
    );
  }

  /** The owner of a booked device sees that it is booked, not why. @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<View> {
    const row = await this.unitOfWork.read((tx) => this.required(tx, id));
    const ownerUnitIds = row.devices.map(({ ownerUnitId }) => ownerUnitId);
    this.rights.require(actor, 'booking.read', row, ownerUnitIds);
    return this.view(actor, row);
  }

  private async required(tx: Tx, id: string): Promise<BookingRow> {
    const row = await this.bookings.get(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    return row;
  }

  private view(actor: Actor, row: BookingRow): View {
    return toBookingView(row, this.rights.nameOf(row.unitId), this.rights.isParty(actor, 'booking.read', row));
  }
}

function factOf(row: BookingRow): BookingFact {
  const { from, to } = period(row.during);
  return {
    bookingId: row.id,
    unitId: row.unitId,
    caseId: row.caseId,
    deviceIds: row.devices.map(({ id }) => id),
    from: from.toISOString(),
    to: to.toISOString(),
  };
}
