import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  period,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { Alternatives } from '../alternatives/alternatives.service.js';
import { BookingRepository } from '../bookings/booking.repository.js';
import type { BookingRow } from '../bookings/booking-row.js';
import {
  type BookingDetail,
  type BookingQuery,
  type BookingReaderKind,
  type BookingView,
  toBookingView,
} from '../bookings/booking.schemas.js';
import { PoolRights } from '../../pool-rights.service.js';
import { BookingStates } from './booking-states.service.js';

type View = z.input<typeof BookingView>;

/** Bookings, told to each reader as far as they are their business. */
@Injectable()
export class BookingReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bookings: BookingRepository,
    private readonly states: BookingStates,
    private readonly alternatives: Alternatives,
    private readonly rights: PoolRights,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, query: z.output<typeof BookingQuery>): Promise<Page<View>> {
    const { limit, cursor, from, to, toDecide, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.rights.scope(actor, 'booking.read');
    const askedUnitIds = toDecide ? this.rights.scope(actor, 'booking.decide').unitIds : undefined;
    const during = from && to ? { from, to } : undefined;
    const rows = await this.unitOfWork.read((tx) =>
      this.bookings.list(tx, { ...filter, askedUnitIds, scope, during, before, limit: limit + 1 }),
    );
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => this.view(actor, row),
    );
  }

  /** The owner of a booked device sees that it is booked and by whom, not why. @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof BookingDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const row = await this.states.required(tx, id);
      this.requireVisible(actor, row);
      return { ...this.view(actor, row), alternatives: await this.alternativesFor(tx, actor, row) };
    });
  }

  /** @throws NOT_FOUND unless the person's unit booked it, owns a device of it or stands above one that does */
  requireVisible(actor: Actor, row: BookingRow): void {
    this.rights.require(actor, 'booking.read', row, ownersOf(row));
  }

  view(actor: Actor, row: BookingRow): View {
    return toBookingView(row, this.rights.nameOf(row.unitId), this.readerOf(actor, row));
  }

  private readerOf(actor: Actor, row: BookingRow): BookingReaderKind {
    if (this.rights.isParty(actor, 'booking.read', row)) return 'party';
    return ownersOf(row).some((unitId) => this.rights.owns(actor, 'booking.read', unitId)) ? 'owner' : 'stranger';
  }

  /** In place of devices that were taken over, or are overdue with somebody else. */
  private async alternativesFor(tx: Tx, actor: Actor, row: BookingRow) {
    const during = period(row.during);
    const lost = row.devices.filter(
      ({ affectedAt, closingCode }) => affectedAt !== null || closingCode === 'pre_empted',
    );
    if (lost.length === 0 || during.to <= this.clock.now() || this.readerOf(actor, row) !== 'party') return [];
    return this.alternatives.insteadOf(
      tx,
      row,
      lost.map(({ id }) => id),
    );
  }
}

function ownersOf(row: BookingRow): string[] {
  return row.devices.map(({ ownerUnitId }) => ownerUnitId);
}
