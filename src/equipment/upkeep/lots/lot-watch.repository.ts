import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { FROM_LOTS, LOT_COLUMNS, USABLE_UNTIL } from './lot.repository.js';
import type { LotRow } from './lot-row.js';

/** A kit of which a unit has less than it wants. */
export interface LowKit {
  readonly unitId: string;
  readonly kitKindId: string;
  readonly kitCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly minimum: number;
  /** Good and promised to nobody. */
  readonly available: number;
  /** Date in China on which the unit last got some; null: never. */
  readonly restockedOn: string | null;
}

/** What is to be told about stocks. */
@Injectable()
export class LotWatchRepository {
  /** Lots with stock whose last usable day lies before `before`, in the order of their ids. */
  async ending(tx: Tx, before: string, after: string | undefined, limit: number): Promise<LotRow[]> {
    return tx.query<LotRow>(
      `SELECT ${LOT_COLUMNS} ${FROM_LOTS}
       WHERE t.quantity_on_hand > 0 AND ${USABLE_UNTIL} < $1::date AND ($2::uuid IS NULL OR t.id > $2)
       ORDER BY t.id LIMIT $3`,
      [before, after ?? null, limit],
    );
  }

  async low(tx: Tx, today: string, after: LowKit | undefined, limit: number): Promise<LowKit[]> {
    return tx.query<LowKit>(
      `SELECT m.unit_id AS "unitId", q.id AS "kitKindId", q.code AS "kitCode", q.name_zh AS "nameZh",
         q.name_en AS "nameEn", m.quantity AS minimum, stock.available,
         (SELECT (max(v.at) AT TIME ZONE 'Asia/Shanghai')::date::text FROM lot_movement v JOIN lot t ON t.id = v.lot_id
          WHERE t.unit_id = m.unit_id AND t.kit_kind_id = q.id AND v.category = 'restock') AS "restockedOn"
       FROM kit_minimum m
       JOIN kit_kind q ON q.id = m.kit_kind_id
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(s.quantity_on_hand - s.quantity_reserved), 0)::int AS available FROM lot s
         WHERE s.unit_id = m.unit_id AND s.kit_kind_id = m.kit_kind_id
           AND least(s.expires_on, s.open_until) >= $1::date) stock
       WHERE stock.available < m.quantity
         AND ($2::uuid IS NULL OR (m.unit_id, m.kit_kind_id) > ($2::uuid, $3::uuid))
       ORDER BY m.unit_id, m.kit_kind_id LIMIT $4`,
      [today, after?.unitId ?? null, after?.kitKindId ?? null, limit],
    );
  }
}
