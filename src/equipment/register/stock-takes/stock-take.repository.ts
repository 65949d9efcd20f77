import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../../identity/index.js';
import { newId, type Tx } from '../../../platform/index.js';
import { SqlValues } from '../pool/sql-values.js';
import { StockTakeSignature } from './counting/count.entity.js';
import { StockTake, StockTakeAssignee } from './stock-take.entity.js';
import type { Assignee, StockTakeRow } from './stock-take-row.js';
import type { SignerRole, StockTakeState } from './stock-take.rules.js';

export interface StockTakeFilter {
  readonly scope: AccessScope;
  readonly unitIds?: readonly string[];
  readonly state?: StockTakeState;
  readonly mine: boolean;
  readonly before?: string;
  readonly limit: number;
}

export interface Ending {
  readonly state: Exclude<StockTakeState, 'open'>;
  readonly by: Assignee;
  readonly at: Date;
  readonly note: string | null;
}

export interface Signed {
  readonly role: SignerRole;
  readonly name: string;
  readonly signature: string;
}

const SELECT = `
  SELECT t.id, t.unit_id AS "unitId", t.title, t.unit_ids AS "unitIds", t.scope, t.due_on::text AS "dueOn", t.state,
    t.opened_by AS "openedBy", t.opened_by_name AS "openedByName", t.opened_at AS "openedAt",
    t.ended_by_name AS "endedByName", t.ended_at AS "endedAt", t.ending_note AS "endingNote",
    coalesce((SELECT json_agg(json_build_object('id', a.user_id, 'name', a.user_name) ORDER BY a.user_name, a.user_id)
      FROM stock_take_assignee a WHERE a.stock_take_id = t.id), '[]') AS assignees,
    coalesce((SELECT json_agg(json_build_object('role', s.role, 'name', s.name, 'signedAt', s.signed_at) ORDER BY s.ordinal)
      FROM stock_take_signature s WHERE s.stock_take_id = t.id), '[]') AS signatures
  FROM stock_take t`;

/** Stock-takes themselves: who counts what until when, and how it ended. */
@Injectable()
export class StockTakeRepository {
  async insert(tx: Tx, stockTake: StockTake, assignees: readonly Assignee[]): Promise<void> {
    await tx.repository(StockTake).insert(stockTake);
    await this.assign(tx, stockTake.id, assignees);
  }

  async assign(tx: Tx, stockTakeId: string, assignees: readonly Assignee[]): Promise<void> {
    await tx.execute(`DELETE FROM stock_take_assignee WHERE stock_take_id = $1`, [stockTakeId]);
    const rows = assignees.map(({ id: userId, name: userName }) => ({ stockTakeId, userId, userName }));
    await tx.repository(StockTakeAssignee).insert(rows);
  }

  async change(tx: Tx, id: string, { title, dueOn }: { title: string; dueOn: string }): Promise<void> {
    await tx.execute(`UPDATE stock_take SET title = $2, due_on = $3 WHERE id = $1`, [id, title, dueOn]);
  }

  async get(tx: Tx, id: string): Promise<StockTakeRow | undefined> {
    return tx.queryOne<StockTakeRow>(`${SELECT} WHERE t.id = $1`, [id]);
  }

  /** Kept from ending while the transaction runs; others may scan beside it. */
  async hold(tx: Tx, id: string): Promise<StockTakeRow | undefined> {
    await tx.query(`SELECT id FROM stock_take WHERE id = $1 FOR SHARE`, [id]);
    return this.get(tx, id);
  }

  /** Alone with it: scans that run are waited for, new ones wait. */
  async lock(tx: Tx, id: string): Promise<StockTakeRow | undefined> {
    await tx.query(`SELECT id FROM stock_take WHERE id = $1 FOR UPDATE`, [id]);
    return this.get(tx, id);
  }

  /** Newest first. */
  async list(tx: Tx, filter: StockTakeFilter): Promise<StockTakeRow[]> {
    const { scope, unitIds, state, mine, before, limit } = filter;
    const values = new SqlValues();
    const assigned = `EXISTS (SELECT 1 FROM stock_take_assignee a WHERE a.stock_take_id = t.id AND a.user_id = ${values.at(scope.userId)})`;
    const conditions = [mine ? assigned : `(t.unit_id = ANY(${values.at(scope.unitIds)}) OR ${assigned})`];
    if (unitIds) conditions.push(`t.unit_id = ANY(${values.at(unitIds)})`);
    if (state) conditions.push(`t.state = ${values.at(state)}`);
    if (before) conditions.push(`t.id < ${values.at(before)}`);
    return tx.query<StockTakeRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY t.id DESC LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  async end(tx: Tx, id: string, { state, by, at, note }: Ending): Promise<void> {
    await tx.execute(
      `UPDATE stock_take SET state = $2, ended_by = $3, ended_by_name = $4, ended_at = $5, ending_note = $6 WHERE id = $1`,
      [id, state, by.id, by.name, at, note],
    );
  }

  async sign(tx: Tx, stockTakeId: string, signed: readonly Signed[], signedAt: Date): Promise<void> {
    const rows = signed.map((one, ordinal) => ({
      ...one,
      id: newId(),
      stockTakeId,
      ordinal,
      takenBy: tx.actor.id,
      signedAt,
    }));
    await tx.repository(StockTakeSignature).insert(rows);
  }

  /** What was drawn, for the report alone. */
  async drawn(tx: Tx, stockTakeId: string): Promise<(Signed & { readonly signedAt: Date })[]> {
    return tx.query(
      `SELECT role, name, signature, signed_at AS "signedAt" FROM stock_take_signature WHERE stock_take_id = $1
       ORDER BY ordinal`,
      [stockTakeId],
    );
  }
}
