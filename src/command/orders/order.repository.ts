import { Injectable } from '@nestjs/common';
import { type Tx, violates } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { OrderTimers } from '../escalation/order-timers.js';
import { LIVING } from '../sessions/session.rules.js';
import {
  type Order,
  ORDER_COLUMNS,
  type OrderRow,
  RECEIPT_COLUMNS,
  type ReceiptRow,
  toOrder,
  toReceipt,
} from './order-row.js';
import {
  AWAITED_IN,
  DEADLINES,
  ORDER_END_STATES,
  type OrderPriority,
  type OrderState,
  type Receipt,
} from './order.rules.js';

export type { Order } from './order-row.js';

export interface OrderFilter {
  readonly sessionId?: string;
  /** Without a session: orders addressed to this person or their unit, taken up or issued by them; none of a session they were removed from. */
  readonly concerning?: { readonly userId: string; readonly unitId: string };
  readonly state?: OrderState;
  readonly priority?: OrderPriority;
  /** Only those that something was due of before this instant, and is not done. */
  readonly overdueAt?: Date;
  /** Whose drafts are shown: everybody's to whoever directs, else one's own. */
  readonly drafts: 'all' | { readonly by: string };
  /** Only orders with a smaller id. */
  readonly before?: string;
  readonly limit: number;
}

/** Before $7; the states are those in which the rules await acknowledgement, arrival and work. */
const OVERDUE = `(
  (ack_due_at < $7 AND state = ANY ($10)) OR (done_due_at < $7 AND state = ANY ($12))
  OR (arrive_due_at < $7 AND state = ANY ($11) AND NOT EXISTS (
    SELECT FROM order_receipt r WHERE r.order_id = o.id AND r.responsible
      AND (r.on_scene_at IS NOT NULL OR r.submitted_at IS NOT NULL))))`;

const SAVE_RECEIPTS = `
  INSERT INTO order_receipt AS receipt (order_id, recipient_user_id, responsible, state, delivered_at, seen_at,
    acknowledged_at, en_route_at, on_scene_at, submitted_at, rejected_at, reject_reason)
  SELECT $1, r.* FROM jsonb_to_recordset($2::jsonb) AS r ("recipientUserId" uuid, responsible boolean, state text,
    "deliveredAt" timestamptz, "seenAt" timestamptz, "acknowledgedAt" timestamptz, "enRouteAt" timestamptz,
    "onSceneAt" timestamptz, "submittedAt" timestamptz, "rejectedAt" timestamptz, "rejectReason" text)
  ON CONFLICT (order_id, recipient_user_id) DO UPDATE SET responsible = excluded.responsible, state = excluded.state,
    delivered_at = excluded.delivered_at, seen_at = excluded.seen_at, acknowledged_at = excluded.acknowledged_at,
    en_route_at = excluded.en_route_at, on_scene_at = excluded.on_scene_at, submitted_at = excluded.submitted_at,
    rejected_at = excluded.rejected_at, reject_reason = excluded.reject_reason
  WHERE receipt IS DISTINCT FROM excluded`;

/** The only SQL on orders and their receipts. */
@Injectable()
export class OrderRepository {
  constructor(private readonly timers: OrderTimers) {}

  /** @throws ORDER_EXISTS when the client's id is taken, in whatever session */
  async insert(tx: Tx, order: Order): Promise<void> {
    await this.insertRow(tx, order).catch((error: unknown) => {
      throw violates(error, 'work_order_pkey') ? CommandErrors.ORDER_EXISTS() : error;
    });
    await this.saveReceipts(tx, order);
    if (order.isIssued) await this.timers.arm(tx, order, order.issuedAt);
  }

  private async insertRow(tx: Tx, order: Order): Promise<void> {
    const { to, place } = order;
    await tx.execute(
      `INSERT INTO work_order (id, session_id, to_user_id, to_unit_id, to_device_id, to_role, text, place, priority,
         parent_order_id, ack_due_at, arrive_due_at, done_due_at, expires, is_issued, state, evidence_ids, flight_ids,
         issued_by, issued_seq, issued_at, updated_at, booking_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21, $22)`,
      [
        order.id,
        order.sessionId,
        'userId' in to ? to.userId : null,
        'unitId' in to ? to.unitId : null,
        'deviceId' in to ? to.deviceId : null,
        'role' in to ? to.role : null,
        order.text,
        place ? `(${place.lon},${place.lat})` : null,
        order.priority,
        order.parentOrderId ?? null,
        order.ackDueAt ?? null,
        order.arriveDueAt ?? null,
        order.doneDueAt ?? null,
        order.expires,
        order.isIssued,
        order.state,
        order.evidenceIds,
        order.flightIds,
        order.issuedBy,
        order.issuedSeq,
        order.issuedAt,
        order.bookingId ?? null,
      ],
    );
  }

  /** Writes what may change of an order, and its receipts, as they are now. What it is issued or returned for gets its time. */
  async save(tx: Tx, order: Order, now: Date, step?: 'issue' | 'return'): Promise<void> {
    await tx.execute(
      `UPDATE work_order SET state = $2, evidence_ids = $3, flight_ids = $4, done_due_at = $5, is_issued = $6,
         issued_by = $7, issued_seq = $8, issued_at = $9, updated_at = $10
       WHERE id = $1`,
      [
        order.id,
        order.state,
        order.evidenceIds,
        order.flightIds,
        order.doneDueAt ?? null,
        order.isIssued,
        order.issuedBy,
        order.issuedSeq,
        order.issuedAt,
        now,
      ],
    );
    await this.saveReceipts(tx, order);
    await this.timers.follow(tx, order, now);
    if (step) await this.timers.arm(tx, order, now);
  }

  async find(tx: Tx, sessionId: string, id: string): Promise<Order | undefined> {
    return (await this.findMany(tx, sessionId, [id]))[0];
  }

  /** Those that the session has, in the order of their ids. */
  async findMany(tx: Tx, sessionId: string, ids: readonly string[]): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM work_order WHERE session_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id`,
      [sessionId, ids],
    );
    return this.withReceipts(tx, rows);
  }

  /** In whatever session. */
  async findById(tx: Tx, id: string): Promise<Order | undefined> {
    const rows = await tx.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM work_order WHERE id = $1`, [id]);
    return (await this.withReceipts(tx, rows))[0];
  }

  /** What was ordered to carry out this order, first the oldest. */
  async below(tx: Tx, parentOrderId: string): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM work_order WHERE parent_order_id = $1 ORDER BY issued_at, id`,
      [parentOrderId],
    );
    return this.withReceipts(tx, rows);
  }

  /** Orders of a session that were issued and have not come to their end, oldest first. */
  async openOf(tx: Tx, sessionId: string): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM work_order WHERE session_id = $1 AND is_issued AND state <> ALL ($2) ORDER BY issued_seq`,
      [sessionId, ORDER_END_STATES],
    );
    return this.withReceipts(tx, rows);
  }

  /** Of sessions that are under way: what is over by now and nobody has acknowledged, first what was due first. */
  async expired(tx: Tx, now: Date, limit: number): Promise<Pick<Order, 'id' | 'sessionId'>[]> {
    return tx.query<Pick<Order, 'id' | 'sessionId'>>(
      `SELECT o.id, o.session_id AS "sessionId" FROM work_order o JOIN command_session s ON s.id = o.session_id
       WHERE o.expires AND o.state IN ('ISSUED', 'DELIVERED', 'SEEN') AND o.ack_due_at <= $1 AND s.state = ANY ($2)
       ORDER BY o.ack_due_at LIMIT $3`,
      [now, LIVING, limit],
    );
  }

  async list(tx: Tx, { sessionId, concerning, drafts, ...filter }: OrderFilter): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM work_order o
       WHERE ($1::uuid IS NULL OR session_id = $1)
         AND ($2::uuid IS NULL OR issued_by = $2 OR to_user_id = $2 OR to_unit_id = $3
              OR EXISTS (SELECT FROM order_receipt r WHERE r.order_id = o.id AND r.recipient_user_id = $2))
         AND ($2::uuid IS NULL OR NOT EXISTS (
           SELECT FROM session_participant p WHERE p.session_id = o.session_id AND p.user_id = $2 AND p.state = 'removed'))
         AND ($4::uuid IS NULL OR is_issued OR issued_by = $4)
         AND ($5::text IS NULL OR state = $5) AND ($6::text IS NULL OR priority = $6)
         AND ($7::timestamptz IS NULL OR ${OVERDUE}) AND ($8::uuid IS NULL OR id < $8)
       ORDER BY id DESC LIMIT $9`,
      [
        sessionId ?? null,
        concerning?.userId ?? null,
        concerning?.unitId ?? null,
        drafts === 'all' ? null : drafts.by,
        filter.state ?? null,
        filter.priority ?? null,
        filter.overdueAt ?? null,
        filter.before ?? null,
        filter.limit,
        ...DEADLINES.map((deadline) => AWAITED_IN[deadline]),
      ],
    );
    return this.withReceipts(tx, rows);
  }

  /** In one statement; a receipt that stands there as it is stays untouched. */
  private async saveReceipts(tx: Tx, { id, receipts }: Order): Promise<void> {
    if (receipts.length > 0) await tx.execute(SAVE_RECEIPTS, [id, JSON.stringify(receipts)]);
  }

  private async withReceipts(tx: Tx, rows: readonly OrderRow[]): Promise<Order[]> {
    if (rows.length === 0) return [];
    const receipts = await tx.query<ReceiptRow>(
      `SELECT ${RECEIPT_COLUMNS} FROM order_receipt WHERE order_id = ANY ($1::uuid[])
       ORDER BY order_id, recipient_user_id`,
      [rows.map(({ id }) => id)],
    );
    const byOrder = new Map(rows.map(({ id }): [string, Receipt[]] => [id, []]));
    for (const receipt of receipts) byOrder.get(receipt.orderId)?.push(toReceipt(receipt));
    return rows.map((row) => toOrder(row, byOrder.get(row.id) ?? []));
  }
}
