import { Injectable } from '@nestjs/common';
import { bookingStateOf, isBlocking, isWaiting } from '../bookings/booking.rules.js';
import { BookingRepository, type Closing } from '../bookings/booking.repository.js';
import type { BookingRow } from '../bookings/booking-row.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { LotsService } from '../../upkeep/lots/lots.service.js';
import { Clock, PlatformErrors, type Tx } from '../../../platform/index.js';

/** Keeps a booking true to its lines. The booking is locked by the caller, its devices before it where a line will block. */
@Injectable()
export class BookingStates {
  constructor(
    private readonly bookings: BookingRepository,
    private readonly lots: LotsService,
    private readonly clock: Clock,
  ) {}

  /** Locks the booking and reads it in its present state. @throws NOT_FOUND */
  async lock(tx: Tx, id: string): Promise<BookingRow> {
    const row = await this.bookings.lock(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    return row;
  }

  /** Ends lines, and with the last of them what was kept for the booking. */
  async close(tx: Tx, row: BookingRow, deviceIds: readonly string[], closing: Closing): Promise<BookingRow> {
    await this.bookings.closeLines(tx, row.id, deviceIds, closing);
    return this.settle(tx, row.id, closing.reason ?? null);
  }

  /** Gives the booking the state that follows from its lines; lots are let go once nothing waits for them any more. */
  async settle(tx: Tx, id: string, reason: string | null = null): Promise<BookingRow> {
    const row = await this.required(tx, id);
    const states = row.devices.map(({ state }) => state);
    const isOver = !states.some(isBlocking);
    await this.bookings.setState(tx, id, bookingStateOf(states), this.clock.now(), isOver ? reason : null);
    const kept = row.lots.some(({ state }) => state === 'reserved');
    if (kept && !states.some(isWaiting)) await this.lots.release(tx, id);
    return this.required(tx, id);
  }

  async required(tx: Tx, id: string): Promise<BookingRow> {
    const row = await this.bookings.get(tx, id);
    if (!row) throw PlatformErrors.NOT_FOUND();
    return row;
  }
}

/** @throws BOOKING_CHANGED when somebody has changed the booking since the caller saw it */
export function requireVersion(row: BookingRow, seen: number | undefined): void {
  if (seen !== undefined && seen !== row.version) throw EquipmentErrors.BOOKING_CHANGED({ version: row.version });
}
