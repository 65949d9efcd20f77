import { Injectable } from '@nestjs/common';
import { type Tx, violates } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { Place } from '../commands/map-geometry.js';
import type { Addressee } from './order.payloads.js';
import { ORDER_END_STATES, type OrderProgress, type OrderState, type Receipt } from './order.rules.js';

export interface Order extends OrderProgress {
  readonly id: string;
  readonly sessionId: string;
  readonly to: Addressee;
  readonly text: string;
  readonly place: Place | undefined;
  readonly ackDueAt: Date | undefined;
  readonly doneDueAt: Date | undefined;
  readonly evidenceIds: readonly string[];
  readonly issuedBy: string;
  readonly issuedSeq: number;
  readonly issuedAt: Date;
}

export interface OrderFilter {
  readonly sessionId?: string;
  /** Without a session: orders addressed to this person or their unit, taken up or issued by them; none of a session they were removed from. */
  readonly concerning?: { readonly userId: string; readonly unitId: string };
  readonly state?: OrderState;
  /** Only orders with a smaller id. */
  readonly before?: string;
  readonly limit: number;
}

interface OrderRow {
  readonly id: string;
  readonly sessionId: string;
  readonly toUserId: string | null;
  readonly toUnitId: string | null;
  readonly toDeviceId: string | null;
  readonly text: string;
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly ackDueAt: Date | null;
  readonly doneDueAt: Date | null;
  readonly state: OrderState;
  readonly evidenceIds: string[];
  readonly issuedBy: string;
  readonly issuedSeq: number;
  readonly issuedAt: Date;
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };
type ReceiptRow = Nullable<Required<Receipt>> &
  Pick<Receipt, 'recipientUserId' | 'responsible' | 'state'> & { readonly orderId: string };

const COLUMNS = `
  id, session_id AS "sessionId", to_user_id AS "toUserId", to_unit_id AS "toUnitId", to_device_id AS "toDeviceId", text,
  place, ack_due_at AS "ackDueAt", done_due_at AS "doneDueAt", state, evidence_ids::text[] AS "evidenceIds",
  issued_by AS "issuedBy", issued_seq::float8 AS "issuedSeq", issued_at AS "issuedAt"`;

@Injectable()
export class OrderRepository {
  /** @throws ORDER_EXISTS when the client's id is taken, in whatever session */
  async insert(tx: Tx, order: Order): Promise<void> {
    await this.insertRow(tx, order).catch((error: unknown) => {
      throw violates(error, 'work_order_pkey') ? CommandErrors.ORDER_EXISTS() : error;
    });
    await this.saveReceipts(tx, order);
  }

  private async insertRow(tx: Tx, order: Order): Promise<void> {
    const { to, place } = order;
    await tx.execute(
      `INSERT INTO work_order (id, session_id, to_user_id, to_unit_id, to_device_id, text, place, ack_due_at, done_due_at,
         state, evidence_ids, issued_by, issued_seq, issued_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
      [
        order.id,
        order.sessionId,
        'userId' in to ? to.userId : null,
        'unitId' in to ? to.unitId : null,
        'deviceId' in to ? to.deviceId : null,
        order.text,
        place ? `(${place.lon},${place.lat})` : null,
        order.ackDueAt ?? null,
        order.doneDueAt ?? null,
        order.state,
        order.evidenceIds,
        order.issuedBy,
        order.issuedSeq,
        order.issuedAt,
      ],
    );
  }

  /** Writes state, receipts and evidence as they are now. */
  async save(tx: Tx, order: Order, now: Date): Promise<void> {
    await tx.execute(`UPDATE work_order SET state = $2, evidence_ids = $3, updated_at = $4 WHERE id = $1`, [
      order.id,
      order.state,
      order.evidenceIds,
      now,
    ]);
    await this.saveReceipts(tx, order);
  }

  async find(tx: Tx, sessionId: string, id: string): Promise<Order | undefined> {
    const row = await tx.queryOne<OrderRow>(`SELECT ${COLUMNS} FROM work_order WHERE session_id = $1 AND id = $2`, [
      sessionId,
      id,
    ]);
    return row && (await this.withReceipts(tx, [row]))[0];
  }

  async list(tx: Tx, { sessionId, concerning, state, before, limit }: OrderFilter): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${COLUMNS} FROM work_order o
       WHERE ($1::uuid IS NULL OR session_id = $1)
         AND ($2::uuid IS NULL OR issued_by = $2 OR to_user_id = $2 OR to_unit_id = $3
              OR EXISTS (SELECT FROM order_receipt r WHERE r.order_id = o.id AND r.recipient_user_id = $2))
         AND ($2::uuid IS NULL OR NOT EXISTS (
           SELECT FROM session_participant p WHERE p.session_id = o.session_id AND p.user_id = $2 AND p.state = 'removed'))
         AND ($4::text IS NULL OR state = $4) AND ($5::uuid IS NULL OR id < $5)
       ORDER BY id DESC LIMIT $6`,
      [sessionId ?? null, concerning?.userId ?? null, concerning?.unitId ?? null, state ?? null, before ?? null, limit],
    );
    return this.withReceipts(tx, rows);
  }

  /** Orders of a session that were issued and have not come to their end, oldest first. */
  async openOf(tx: Tx, sessionId: string): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${COLUMNS} FROM work_order WHERE session_id = $1 AND state <> 'DRAFT' AND state <> ALL ($2) ORDER BY issued_seq`,
      [sessionId, ORDER_END_STATES],
    );
    return this.withReceipts(tx, rows);
  }

  private async saveReceipts(tx: Tx, { id, receipts }: Order): Promise<void> {
    for (const receipt of receipts) {
      await tx.execute(
        `INSERT INTO order_receipt (order_id, recipient_user_id, responsible, state, delivered_at, seen_at,
           acknowledged_at, en_route_at, on_scene_at, submitted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (order_id, recipient_user_id) DO UPDATE SET responsible = $3, state = $4, delivered_at = $5,
           seen_at = $6, acknowledged_at = $7, en_route_at = $8, on_scene_at = $9, submitted_at = $10`,
        [
          id,
          receipt.recipientUserId,
          receipt.responsible,
          receipt.state,
          receipt.deliveredAt ?? null,
          receipt.seenAt ?? null,
          receipt.acknowledgedAt ?? null,
          receipt.enRouteAt ?? null,
          receipt.onSceneAt ?? null,
          receipt.submittedAt ?? null,
        ],
      );
    }
  }

  private async withReceipts(tx: Tx, rows: readonly OrderRow[]): Promise<Order[]> {
    const receipts = await tx.query<ReceiptRow>(
      `SELECT order_id AS "orderId", recipient_user_id AS "recipientUserId", responsible, state,
         delivered_at AS "deliveredAt", seen_at AS "seenAt", acknowledged_at AS "acknowledgedAt",
         en_route_at AS "enRouteAt", on_scene_at AS "onSceneAt", submitted_at AS "submittedAt"
       FROM order_receipt WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id, recipient_user_id`,
      [rows.map(({ id }) => id)],
    );
    return rows.map((row) => toOrder(row, receipts.filter(({ orderId }) => orderId === row.id).map(toReceipt)));
  }
}

function toOrder(row: OrderRow, receipts: readonly Receipt[]): Order {
  const { toUserId, toUnitId, toDeviceId, place, ackDueAt, doneDueAt, ...rest } = row;
  return {
    ...rest,
    to: addressee(toUserId, toUnitId, toDeviceId),
    place: place ? { lon: place.x, lat: place.y } : undefined,
    ackDueAt: ackDueAt ?? undefined,
    doneDueAt: doneDueAt ?? undefined,
    receipts,
  };
}

/** The database holds exactly one of them. */
function addressee(userId: string | null, unitId: string | null, deviceId: string | null): Addressee {
  if (userId) return { userId };
  return unitId ? { unitId } : { deviceId: deviceId ?? '' };
}

function toReceipt(row: ReceiptRow): Receipt {
  const { recipientUserId, responsible, state } = row;
  return {
    recipientUserId,
    responsible,
    state,
    deliveredAt: row.deliveredAt ?? undefined,
    seenAt: row.seenAt ?? undefined,
    acknowledgedAt: row.acknowledgedAt ?? undefined,
    enRouteAt: row.enRouteAt ?? undefined,
    onSceneAt: row.onSceneAt ?? undefined,
    submittedAt: row.submittedAt ?? undefined,
  };
}
