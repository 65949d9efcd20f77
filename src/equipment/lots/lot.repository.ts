import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { BookingLotState, LotMovementCategory } from '../equipment.codes.js';
import { containing, SqlValues } from '../pool/sql-values.js';
import type { LotRow, LotWish, TakenLot } from './lot-row.js';

export interface LotFilter {
  readonly unitId?: string;
  readonly kitCode?: string;
  readonly deviceKindCode?: string;
  /** Only lots whose last usable day is before this date. */
  readonly expiringBefore?: string;
  readonly words?: string;
  /** Id of the last lot already shown. */
  readonly after?: string;
  readonly limit: number;
}

export interface Movement {
  readonly lotId: string;
  readonly category: LotMovementCategory;
  /** Signed. */
  readonly quantity: number;
  readonly bookingId: string | null;
  readonly actorId: string | null;
  readonly at: Date;
}

const SELECT = `
  SELECT t.id, q.code AS "kitCode", q.name_zh AS "nameZh", q.name_en AS "nameEn", q.measure, k.code AS "deviceKindCode",
    t.unit_id AS "unitId", t.lot_number AS "lotNumber", t.expires_on::text AS "expiresOn",
    t.quantity_on_hand AS "onHand", t.quantity_reserved AS reserved
  FROM lot t JOIN kit_kind q ON q.id = t.kit_kind_id LEFT JOIN device_kind k ON k.id = q.device_kind_id`;

@Injectable()
export class LotRepository {
  async list(tx: Tx, filter: LotFilter): Promise<LotRow[]> {
    const { unitId, kitCode, deviceKindCode, expiringBefore, words, after, limit } = filter;
    const values = new SqlValues();
    const conditions = ['true'];
    if (unitId) conditions.push(`t.unit_id = ${values.at(unitId)}`);
    if (kitCode) conditions.push(`q.code = ${values.at(kitCode)}`);
    if (deviceKindCode) conditions.push(`k.code = ${values.at(deviceKindCode)}`);
    if (expiringBefore) conditions.push(`t.expires_on < ${values.at(expiringBefore)}::date`);
    if (words) {
      const pattern = values.at(containing(words));
      conditions.push(`(t.lot_number ILIKE ${pattern} OR q.name_zh ILIKE ${pattern} OR q.name_en ILIKE ${pattern})`);
    }
    if (after) conditions.push(`t.id > ${values.at(after)}`);
    return tx.query<LotRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY t.id LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** Locks the lots that exist, in the order of their ids; always after the device rows. */
  async lock(tx: Tx, ids: readonly string[]): Promise<LotRow[]> {
    return tx.query<LotRow>(`${SELECT} WHERE t.id = ANY($1) ORDER BY t.id FOR NO KEY UPDATE OF t`, [ids]);
  }

  /** Locks what bookings keep, and further lots with it. */
  async lockFor(tx: Tx, bookingIds: readonly string[], furtherIds: readonly string[]): Promise<void> {
    await tx.query(
      `SELECT id FROM lot
       WHERE id = ANY($2) OR id IN (SELECT lot_id FROM booking_lot WHERE booking_id = ANY($1) AND state = 'reserved')
       ORDER BY id FOR NO KEY UPDATE`,
      [bookingIds, furtherIds],
    );
  }

  async reserve(tx: Tx, bookingId: string, { lotId, quantity }: LotWish, at: Date): Promise<void> {
    await tx.execute(`UPDATE lot SET quantity_reserved = quantity_reserved + $2, updated_at = $3 WHERE id = $1`, [
      lotId,
      quantity,
      at,
    ]);
    await tx.execute(
      `INSERT INTO booking_lot (id, booking_id, lot_id, quantity, state) VALUES ($1, $2, $3, $4, 'reserved')`,
      [newId(), bookingId, lotId, quantity],
    );
  }

  /** What the booking keeps, in the order of the lots. */
  async reservedFor(tx: Tx, bookingId: string): Promise<LotWish[]> {
    return tx.query<LotWish>(
      `SELECT lot_id AS "lotId", quantity FROM booking_lot WHERE booking_id = $1 AND state = 'reserved' ORDER BY lot_id`,
      [bookingId],
    );
  }

  /** What the booking kept once and let go. */
  async releasedFor(tx: Tx, bookingId: string): Promise<LotWish[]> {
    return tx.query<LotWish>(
      `SELECT lot_id AS "lotId", quantity FROM booking_lot WHERE booking_id = $1 AND state = 'released' ORDER BY lot_id`,
      [bookingId],
    );
  }

  async reserveAgain(tx: Tx, bookingId: string, { lotId, quantity }: LotWish, at: Date): Promise<void> {
    await tx.execute(
      `WITH kept AS (
         UPDATE booking_lot SET state = 'reserved' WHERE booking_id = $1 AND lot_id = $2 AND state = 'released'
         RETURNING lot_id)
       UPDATE lot SET quantity_reserved = quantity_reserved + $3, updated_at = $4 FROM kept WHERE lot.id = kept.lot_id`,
      [bookingId, lotId, quantity, at],
    );
  }

  async settle(tx: Tx, bookingId: string, state: BookingLotState): Promise<void> {
    await tx.execute(`UPDATE booking_lot SET state = $2 WHERE booking_id = $1 AND state = 'reserved'`, [
      bookingId,
      state,
    ]);
  }

  async unreserve(tx: Tx, { lotId, quantity }: LotWish, at: Date): Promise<void> {
    await tx.execute(`UPDATE lot SET quantity_reserved = quantity_reserved - $2, updated_at = $3 WHERE id = $1`, [
      lotId,
      quantity,
      at,
    ]);
  }

  /** Changes the stock and writes the ledger; the lot is locked. */
  async move(tx: Tx, movement: Movement): Promise<void> {
    const { lotId, category, quantity, bookingId, actorId, at } = movement;
    await tx.execute(
      `WITH moved AS (
         UPDATE lot SET quantity_on_hand = quantity_on_hand + $3, updated_at = $7 WHERE id = $1
         RETURNING id, quantity_on_hand)
       INSERT INTO lot_movement (id, lot_id, category, quantity, balance_after, booking_id, actor_id, at)
       SELECT $4, id, $2, $3, quantity_on_hand, $5, $6, $7 FROM moved`,
      [lotId, category, quantity, newId(), bookingId, actorId, at],
    );
  }

  /** What a booking has taken and not handed back, by lot. */
  async outstanding(tx: Tx, bookingId: string): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ lotId: string; quantity: number }>(
      `SELECT lot_id AS "lotId", -sum(quantity)::int AS quantity FROM lot_movement
       WHERE booking_id = $1 AND category IN ('checkout', 'return') GROUP BY lot_id`,
      [bookingId],
    );
    return new Map(rows.map(({ lotId, quantity }) => [lotId, quantity]));
  }

  /** The lots that left with the booking of a custody, as far as they feed its device. */
  async takenWith(tx: Tx, custodyId: string): Promise<TakenLot[]> {
    return tx.query<TakenLot>(
      `SELECT t.id AS "lotId", t.lot_number AS "lotNumber", q.code AS "kitCode", t.expires_on::text AS "expiresOn"
       FROM custody c
       JOIN device d ON d.id = c.device_id
       JOIN booking_lot bl ON bl.booking_id = c.booking_id AND bl.state = 'taken'
       JOIN lot t ON t.id = bl.lot_id
       JOIN kit_kind q ON q.id = t.kit_kind_id
       WHERE c.id = $1 AND (q.device_kind_id IS NULL OR q.device_kind_id = d.kind_id)
       ORDER BY t.lot_number`,
      [custodyId],
    );
  }
}
