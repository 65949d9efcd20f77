import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/index.js';
import { containing, SqlValues } from '../../pool/sql-values.js';
import { StockTakeLoss } from './count.entity.js';
import type { ItemRow, StockTakeCounts } from '../stock-take-row.js';
import type { ItemState } from '../stock-take.rules.js';

export interface ListScope {
  readonly unitIds: readonly string[];
  /** Kinds by id; absent: all. */
  readonly kindIds?: readonly string[];
  readonly parts: boolean;
}

export interface ItemFilter {
  readonly state?: ItemState;
  readonly words?: string;
  /** Lower-cased asset code of the last item already shown. */
  readonly after?: string;
  readonly limit: number;
}

/** What an item is now; after the close, what it was then. */
const STATE = `coalesce(i.outcome, s.result, CASE WHEN held.id IS NULL THEN 'pending' ELSE 'out' END)`;

const JOINS = `
  FROM stock_take_item i
  JOIN device d ON d.id = i.device_id
  LEFT JOIN stock_take_scan s ON s.stock_take_id = i.stock_take_id AND s.device_id = i.device_id
  LEFT JOIN custody held ON held.device_id = coalesce(d.part_of_id, d.id) AND held.returned_at IS NULL AND i.outcome IS NULL`;

const SELECT = `
  SELECT i.device_id AS "deviceId", i.asset_code AS "assetCode", i.serial, i.name_zh AS "nameZh", i.name_en AS "nameEn",
    i.unit_id AS "unitId", ${STATE} AS state,
    coalesce(i.holder_name, held.holder_name) AS "holderName",
    coalesce(i.holder_unit_id, held.holder_unit_id) AS "holderUnitId", coalesce(i.due_at, held.due_at) AS "dueAt",
    s.id AS "scanId", s.scanned_by_name AS "scannedByName", s.scanned_at AS "scannedAt",
    l.reason AS "lossReason", l.decided_by_name AS "lossDecidedByName", l.decided_at AS "lossDecidedAt"
  ${JOINS}
  LEFT JOIN stock_take_loss l ON l.stock_take_id = i.stock_take_id AND l.device_id = i.device_id`;

const NOTHING: StockTakeCounts = { expected: 0, pending: 0, found: 0, out: 0, missing: 0, unexpected: 0 };

/** The frozen lists: what should be there, and what became of it. */
@Injectable()
export class ItemRepository {
  /** Writes down what the books say now. What is lost or retired is not looked for. Gives the number of devices. */
  async freeze(tx: Tx, stockTakeId: string, { unitIds, kindIds, parts }: ListScope): Promise<number> {
    const values = new SqlValues();
    const conditions = [`d.unit_id = ANY(${values.at(unitIds)})`, `d.state NOT IN ('lost', 'retired')`];
    if (!parts) conditions.push('d.part_of_id IS NULL');
    if (kindIds) conditions.push(`coalesce(whole.kind_id, d.kind_id) = ANY(${values.at(kindIds)})`);
    return tx.execute(
      `INSERT INTO stock_take_item (stock_take_id, device_id, asset_code, serial, name_zh, name_en, unit_id)
       SELECT ${values.at(stockTakeId)}::uuid, d.id, d.asset_code, d.serial, k.name_zh, k.name_en, d.unit_id
       FROM device d JOIN device_kind k ON k.id = d.kind_id LEFT JOIN device whole ON whole.id = d.part_of_id
       WHERE ${conditions.join(' AND ')}`,
      values.list,
    );
  }

  async list(tx: Tx, stockTakeId: string, { state, words, after, limit }: ItemFilter): Promise<ItemRow[]> {
    const values = new SqlValues();
    const conditions = [`i.stock_take_id = ${values.at(stockTakeId)}`];
    if (state) conditions.push(`${STATE} = ${values.at(state)}`);
    if (words) {
      const pattern = values.at(containing(words));
      conditions.push(`concat_ws(' ', i.asset_code, i.serial, i.name_zh, i.name_en) ILIKE ${pattern}`);
    }
    if (after) conditions.push(`lower(i.asset_code) > ${values.at(after)}`);
    return tx.query<ItemRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY lower(i.asset_code) LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  async find(tx: Tx, stockTakeId: string, deviceId: string): Promise<ItemRow | undefined> {
    return tx.queryOne<ItemRow>(`${SELECT} WHERE i.stock_take_id = $1 AND i.device_id = $2`, [stockTakeId, deviceId]);
  }

  async countsOf(tx: Tx, stockTakeIds: readonly string[]): Promise<ReadonlyMap<string, StockTakeCounts>> {
    const states = await tx.query<{ id: string; state: keyof StockTakeCounts; count: number }>(
      `SELECT i.stock_take_id AS id, ${STATE} AS state, count(*)::int AS count ${JOINS}
       WHERE i.stock_take_id = ANY($1) GROUP BY 1, 2`,
      [stockTakeIds],
    );
    const surplus = await tx.query<{ id: string; count: number }>(
      `SELECT s.stock_take_id AS id, count(*)::int AS count FROM stock_take_scan s
       WHERE s.stock_take_id = ANY($1) AND s.result = 'unexpected' AND NOT EXISTS (
         SELECT 1 FROM stock_take_item i WHERE i.stock_take_id = s.stock_take_id AND i.device_id = s.device_id)
       GROUP BY 1`,
      [stockTakeIds],
    );
    const counts = new Map(stockTakeIds.map((id) => [id, NOTHING]));
    const add = (id: string, key: keyof StockTakeCounts, count: number) => {
      const before = counts.get(id) ?? NOTHING;
      counts.set(id, { ...before, [key]: before[key] + count });
    };
    for (const { id, state, count } of states) {
      add(id, state, count);
      add(id, 'expected', count);
    }
    for (const { id, count } of surplus) add(id, 'unexpected', count);
    return counts;
  }

  /** Fixes what became of each item: what nobody found and nobody holds is missing. */
  async settle(tx: Tx, stockTakeId: string): Promise<void> {
    await tx.execute(
      `UPDATE stock_take_item settled SET
         outcome = CASE WHEN now.state = 'pending' THEN 'missing' ELSE now.state END,
         holder_name = CASE WHEN now.state = 'out' THEN now."holderName" END,
         holder_unit_id = CASE WHEN now.state = 'out' THEN now."holderUnitId" END,
         due_at = CASE WHEN now.state = 'out' THEN now."dueAt" END
       FROM (${SELECT} WHERE i.stock_take_id = $1) now
       WHERE settled.stock_take_id = $1 AND settled.device_id = now."deviceId"`,
      [stockTakeId],
    );
  }

  /** Owners of what is missing, with how much of it is theirs. */
  async missingByUnit(tx: Tx, stockTakeId: string): Promise<{ unitId: string; count: number }[]> {
    return tx.query(
      `SELECT unit_id AS "unitId", count(*)::int AS count FROM stock_take_item
       WHERE stock_take_id = $1 AND outcome = 'missing' GROUP BY unit_id ORDER BY unit_id`,
      [stockTakeId],
    );
  }

  /** False when it was declared before. */
  async declareLost(tx: Tx, loss: StockTakeLoss): Promise<boolean> {
    const { stockTakeId, deviceId, reason, decidedBy, decidedByName, decidedAt } = loss;
    const added = await tx.execute(
      `INSERT INTO stock_take_loss (stock_take_id, device_id, reason, decided_by, decided_by_name, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ON CONSTRAINT stock_take_loss_pkey DO NOTHING`,
      [stockTakeId, deviceId, reason, decidedBy, decidedByName, decidedAt],
    );
    return added === 1;
  }
}
