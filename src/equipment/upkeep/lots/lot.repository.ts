import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../../platform/index.js';
import type { BookingLotState, LotMovementCategory } from '../../equipment.codes.js';
import { containing, SqlValues } from '../../register/pool/sql-values.js';
import type { ListedLotRow, LotRow, LotWish, TakenLot } from './lot-row.js';

export interface LotFilter {
  readonly unitId?: string;
  readonly kitCode?: string;
  readonly deviceKindCode?: string;
  /** Only lots whose last usable day is before this date. */
  readonly expiringBefore?: string;
  /** Only lots of kits of which the unit has too little. */
  readonly low: boolean;
  /** Date in China. */
  readonly today: string;
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
  readonly note?: string | null;
  readonly at: Date;
}

/** Last usable day of a lot; `least` passes over what is null. */
export const USABLE_UNTIL = 'least(t.expires_on, t.open_until)';

export const LOT_COLUMNS = `t.id, q.code AS "kitCode", q.name_zh AS "nameZh", q.name_en AS "nameEn", q.measure, k.code AS "deviceKindCode",
    t.unit_id AS "unitId", t.lot_number AS "lotNumber", t.expires_on::text AS "expiresOn",
    ${USABLE_UNTIL}::text AS "usableUntil", t.received_on::text AS "receivedOn", t.opened_at AS "openedAt",
    t.cost_category AS "costCategory", t.attributes, q.open_life_days AS "openLifeDays",
    q.storage_min_celsius AS "storageMinCelsius", q.storage_max_celsius AS "storageMaxCelsius",
    t.quantity_on_hand AS "onHand", t.quantity_reserved AS reserved`;

export const FROM_LOTS = `FROM lot t JOIN kit_kind q ON q.id = t.kit_kind_id
  LEFT JOIN device_kind k ON k.id = q.device_kind_id`;

const SELECT = `SELECT ${LOT_COLUMNS} ${FROM_LOTS}`;

const MINIMUM = `LEFT JOIN kit_minimum m ON m.unit_id = t.unit_id AND m.kit_kind_id = t.kit_kind_id`;

/** Whether less is good and promised to nobody than the unit wants to have; `today`: the name of the parameter that holds a date in China. */
export function lowSql(today: string): string {
  return `coalesce(m.quantity > (
    SELECT coalesce(sum(s.quantity_on_hand - s.quantity_reserved), 0) FROM lot s
    WHERE s.unit_id = m.unit_id AND s.kit_kind_id = m.kit_kind_id
      AND least(s.expires_on, s.open_until) >= ${today}::date), false)`;
}

@Injectable()
export class LotRepository {
  async list(tx: Tx, filter: LotFilter): Promise<ListedLotRow[]> {
    const { unitId, kitCode, deviceKindCode, expiringBefore, words, after, limit } = filter;
    const values = new SqlValues();
    const low = lowSql(values.at(filter.today));
    const conditions = filter.low ? [low] : ['true'];
    if (unitId) conditions.push(`t.unit_id = ${values.at(unitId)}`);
    if (kitCode) conditions.push(`q.code = ${values.at(kitCode)}`);
    if (deviceKindCode) conditions.push(`k.code = ${values.at(deviceKindCode)}`);
    if (expiringBefore) conditions.push(`${USABLE_UNTIL} < ${values.at(expiringBefore)}::date`);
    if (words) {
      const pattern = values.at(containing(words));
      conditions.push(`(t.lot_number ILIKE ${pattern} OR q.name_zh ILIKE ${pattern} OR q.name_en ILIKE ${pattern})`);
    }
    if (after) conditions.push(`t.id > ${values.at(after)}`);
    return tx.query<ListedLotRow>(
      `SELECT ${LOT_COLUMNS}, m.quantity AS minimum, ${low} AS low ${FROM_LOTS} ${MINIMUM}
       WHERE ${conditions.join(' AND ')} ORDER BY t.id LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** Lots of these units for these kinds of devices that are good to that day and not all promised, first the soonest over. */
  async goodFor(
    tx: Tx,
    deviceKindCodes: readonly string[],
    unitIds: readonly string[],
    lastDay: string,
  ): Promise<LotRow[]> {
    return tx.query<LotRow>(
      `${SELECT} WHERE k.code = ANY($1) AND t.unit_id = ANY($2) AND t.quantity_on_hand > t.quantity_reserved
         AND ${USABLE_UNTIL} >= $3::date
       ORDER BY ${USABLE_UNTIL}, t.id`,
      [deviceKindCodes, unitIds, lastDay],
    );
  }

  /** Locks the lots that exist, in the order of their ids; always after the device rows. */
  async lock(tx: Tx, ids: readonly string[]): Promise<LotRow[]> {
    return tx.query<LotRow>(`${SELECT} WHERE t.id = ANY($1) ORDER BY t.id FOR NO KEY UPDATE OF t`, [ids]);
  }

  async getListed(tx: Tx, id: string, today: string): Promise<ListedLotRow | undefined> {
    return tx.queryOne<ListedLotRow>(
      `SELECT ${LOT_COLUMNS}, m.quantity AS minimum, ${lowSql('$2')} AS low ${FROM_LOTS} ${MINIMUM} WHERE t.id = $1`,
      [id, today],
    );
  }

  /** Locks what these units have of the kits, and the lots named with it, in the order of ids. */
  async lockShelf(
    tx: Tx,
    kitCodes: readonly string[],
    unitIds: readonly string[],
    lotIds: readonly string[],
  ): Promise<LotRow[]> {
    return tx.query<LotRow>(
      `${SELECT} WHERE t.id = ANY($3) OR (q.code = ANY($1) AND t.unit_id = ANY($2) AND t.quantity_on_hand > 0)
       ORDER BY t.id FOR NO KEY UPDATE OF t`,
      [kitCodes, unitIds, lotIds],
    );
  }

  /** What the kits of a booking may be taken from: lots of the unit that books and of the devices' owners. */
  async shelfIds(tx: Tx, kitCodes: readonly string[], unitId: string, deviceIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT t.id FROM lot t JOIN kit_kind q ON q.id = t.kit_kind_id
       WHERE q.code = ANY($1) AND (t.unit_id = $2 OR t.unit_id IN (SELECT unit_id FROM device WHERE id = ANY($3)))`,
      [kitCodes, unitId, deviceIds],
    );
    return rows.map(({ id }) => id);
  }

  async kitCodes(tx: Tx, codes: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ code: string }>(`SELECT code FROM kit_kind WHERE code = ANY($1)`, [codes]);
    return rows.map(({ code }) => code);
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
    const { lotId, category, quantity, bookingId, actorId, note = null, at } = movement;
    await tx.execute(
      `WITH moved AS (
         UPDATE lot SET quantity_on_hand = quantity_on_hand + $3, updated_at = $7 WHERE id = $1
         RETURNING id, quantity_on_hand)
       INSERT INTO lot_movement (id, lot_id, category, quantity, balance_after, booking_id, actor_id, at, note)
       SELECT $4, id, $2, $3, quantity_on_hand, $5, $6, $7, $8 FROM moved`,
      [lotId, category, quantity, newId(), bookingId, actorId, at, note],
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
      `SELECT t.id AS "lotId", t.lot_number AS "lotNumber", q.code AS "kitCode", ${USABLE_UNTIL}::text AS "expiresOn"
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
