import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type LotRefusal, lotRefusal } from '../../lending/bookings/booking.rules.js';
import { LoanReaches } from '../../lending/bookings/loan-reach.service.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import {
  Clock,
  keysetPage,
  type Page,
  type Period,
  type Tx,
  UnitOfWork,
  violates,
  idInCursor,
  chinaDateOf,
} from '../../../platform/index.js';
import { type LotQuery, type LotView, toLotView } from './lot.schemas.js';
import { LotRepository } from './lot.repository.js';
import type { LotWish, TakenLot } from './lot-row.js';

/** Consumables of a booking: kept when it is made, taken from the ledger when the device leaves. */
@Injectable()
export class LotsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lots: LotRepository,
    private readonly reaches: LoanReaches,
    private readonly clock: Clock,
  ) {}

  async list(query: z.output<typeof LotQuery>): Promise<Page<z.input<typeof LotView>>> {
    const {
      limit,
      cursor,
      unit: unitId,
      kit: kitCode,
      deviceKind: deviceKindCode,
      q: words,
      expiringBefore,
      low,
    } = query;
    const after = idInCursor(cursor);
    const today = chinaDateOf(this.clock.now());
    const filter = { unitId, kitCode, deviceKindCode, expiringBefore, low, today, words, after, limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.lots.list(tx, filter));
    return keysetPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => toLotView(row, this.reaches.nameOf(row.unitId), today),
    );
  }

  /**
   * Keeps the quantities for a booking. `sources`: the units whose stock may be drawn on.
   * @throws LOT_NOT_FOUND, LOT_EXPIRED, LOT_SHORT, LOT_NOT_LENT, LOT_ALREADY_KEPT
   */
  async reserve(tx: Tx, bookingId: string, wishes: readonly LotWish[], sources: Sources): Promise<void> {
    if (wishes.length === 0) return;
    const found = new Map(
      (
        await this.lots.lock(
          tx,
          wishes.map(({ lotId }) => lotId),
        )
      ).map((row) => [row.id, row]),
    );
    for (const wish of wishes) {
      const row = found.get(wish.lotId);
      if (!row) throw EquipmentErrors.LOT_NOT_FOUND({ lotId: wish.lotId });
      refuse(lotRefusal({ ...row, lotId: row.id }, wish.quantity, sources.unitIds, sources.during));
      await this.keep(tx, bookingId, wish);
    }
  }

  takenWith(tx: Tx, custodyId: string): Promise<TakenLot[]> {
    return this.lots.takenWith(tx, custodyId);
  }

  private async keep(tx: Tx, bookingId: string, wish: LotWish): Promise<void> {
    try {
      await this.lots.reserve(tx, bookingId, wish, this.clock.now());
    } catch (error) {
      throw violates(error, 'booking_lot_lot_key') ? EquipmentErrors.LOT_ALREADY_KEPT({ lotId: wish.lotId }) : error;
    }
  }

  /** What is kept must last to the end of another period too. @throws LOT_EXPIRED */
  async recheck(tx: Tx, bookingId: string, during: Period): Promise<void> {
    const kept = await this.lots.reservedFor(tx, bookingId);
    if (kept.length === 0) return;
    const rows = await this.lots.lock(
      tx,
      kept.map(({ lotId }) => lotId),
    );
    for (const row of rows) refuse(lotRefusal({ ...row, lotId: row.id }, 0, new Set([row.unitId]), during));
  }

  /** What was let go when a booking lost its last device is kept again, as far as it is still there. */
  async keepAgain(tx: Tx, bookingId: string, during: Period): Promise<void> {
    const released = await this.lots.releasedFor(tx, bookingId);
    if (released.length === 0) return;
    const rows = await this.lots.lock(
      tx,
      released.map(({ lotId }) => lotId),
    );
    for (const row of rows) {
      const quantity = released.find(({ lotId }) => lotId === row.id)?.quantity ?? 0;
      if (lotRefusal({ ...row, lotId: row.id }, quantity, new Set([row.unitId]), during)) continue;
      await this.lots.reserveAgain(tx, bookingId, { lotId: row.id, quantity }, this.clock.now());
    }
  }

  /** Locks the lots of bookings, and further ones, at once: whoever locks them in turns may wait in a circle. */
  async lockFor(tx: Tx, bookingIds: readonly string[], furtherIds: readonly string[]): Promise<void> {
    if (bookingIds.length > 0) await this.lots.lockFor(tx, bookingIds, furtherIds);
  }

  /** What was kept for the booking leaves the shelf. */
  async take(tx: Tx, bookingId: string): Promise<void> {
    const kept = await this.lots.reservedFor(tx, bookingId);
    await this.lots.lock(
      tx,
      kept.map(({ lotId }) => lotId),
    );
    const at = this.clock.now();
    for (const { lotId, quantity } of kept) {
      await this.lots.unreserve(tx, { lotId, quantity }, at);
      await this.lots.move(tx, {
        lotId,
        category: 'checkout',
        quantity: -quantity,
        bookingId,
        actorId: tx.actor.id,
        at,
      });
    }
    await this.lots.settle(tx, bookingId, 'taken');
  }

  /** What was kept for a booking that will not happen is free again. */
  async release(tx: Tx, bookingId: string): Promise<void> {
    const kept = await this.lots.reservedFor(tx, bookingId);
    await this.lots.lock(
      tx,
      kept.map(({ lotId }) => lotId),
    );
    for (const wish of kept) await this.lots.unreserve(tx, wish, this.clock.now());
    await this.lots.settle(tx, bookingId, 'released');
  }

  /**
   * Unused pieces return to the shelf.
   * @throws LOT_RETURN_TOO_MUCH when more comes back than left with the booking
   */
  async giveBack(tx: Tx, bookingId: string, returns: readonly LotWish[]): Promise<void> {
    if (returns.length === 0) return;
    await this.lots.lock(
      tx,
      returns.map(({ lotId }) => lotId),
    );
    const outstanding = await this.lots.outstanding(tx, bookingId);
    const at = this.clock.now();
    for (const { lotId, quantity } of returns) {
      const taken = outstanding.get(lotId) ?? 0;
      if (quantity > taken) throw EquipmentErrors.LOT_RETURN_TOO_MUCH({ lotId, taken });
      await this.lots.move(tx, { lotId, category: 'return', quantity, bookingId, actorId: tx.actor.id, at });
    }
  }
}

export interface Sources {
  readonly unitIds: ReadonlySet<string>;
  readonly during: Period;
}

function refuse(refusal: LotRefusal | null): void {
  if (!refusal) return;
  const { code, ...details } = refusal;
  throw EquipmentErrors[code](details);
}
