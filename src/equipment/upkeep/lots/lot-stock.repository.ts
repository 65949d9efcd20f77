import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { KitKind, KitMinimum, Lot, LotMovement } from './lot.entity.js';

/** A booking that counts on a lot for longer than it is good. */
export interface DisappointedBooking {
  readonly bookingId: string;
  readonly requestedBy: string;
}

/** What the stock keepers write. */
@Injectable()
export class LotStockRepository {
  /** Held against changes until the transaction ends. @throws KIT_UNKNOWN */
  async requireKit(tx: Tx, kitCode: string): Promise<KitKind> {
    const kit = await tx.repository(KitKind).findOne({ where: { code: kitCode }, lock: { mode: 'pessimistic_read' } });
    if (!kit) throw EquipmentErrors.KIT_UNKNOWN({ kitCode });
    return kit;
  }

  /** @throws a violation of `lot_lot_number_key` for a lot that the unit has already */
  async insert(tx: Tx, lot: Omit<Lot, 'openedAt' | 'openUntil'>): Promise<void> {
    await tx.repository(Lot).insert(lot as never);
  }

  /** The lot is locked. */
  async open(tx: Tx, id: string, openedAt: Date, openUntil: string | null, at: Date): Promise<void> {
    await tx.repository(Lot).update({ id }, { openedAt, openUntil, updatedAt: at });
  }

  /** Bookings that keep pieces of a lot and end after the instant from which it is not good any more. */
  async disappointed(tx: Tx, lotId: string, goodUntil: Date): Promise<DisappointedBooking[]> {
    return tx.query<DisappointedBooking>(
      `SELECT b.id AS "bookingId", b.requested_by AS "requestedBy"
       FROM booking_lot bl JOIN booking b ON b.id = bl.booking_id
       WHERE bl.lot_id = $1 AND bl.state = 'reserved' AND upper(b.during) > $2 ORDER BY b.id`,
      [lotId, goodUntil],
    );
  }

  /** Newest first. */
  async movements(tx: Tx, lotId: string, before: string | undefined, limit: number): Promise<LotMovement[]> {
    const query = tx.repository(LotMovement).createQueryBuilder('m').where('m.lotId = :lotId', { lotId });
    if (before) query.andWhere('m.id < :before', { before });
    return query.orderBy('m.id', 'DESC').limit(limit).getMany();
  }

  async setMinimum(tx: Tx, minimum: KitMinimum): Promise<void> {
    await tx.repository(KitMinimum).upsert(minimum, ['unitId', 'kitKindId']);
  }

  async dropMinimum(tx: Tx, unitId: string, kitKindId: string): Promise<void> {
    await tx.repository(KitMinimum).delete({ unitId, kitKindId });
  }
}
