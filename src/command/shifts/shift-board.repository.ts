import { Injectable } from '@nestjs/common';
import type { Tier } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { OrderRow } from '../orders/order-row.js';
import { AWAITED_IN, DEADLINES, type Deadline, ORDER_END_STATES } from '../orders/order.rules.js';
import type { SessionKind, SessionState } from '../sessions/session.rules.js';

/** Whose sessions a board shows. */
export interface BoardScope {
  readonly unitIds: readonly string[];
  /** Nobody of these was removed from a session that is shown. */
  readonly readers: readonly string[];
  readonly limit: number;
}

export interface BoardSession {
  readonly id: string;
  readonly title: string;
  readonly kind: SessionKind;
  readonly state: SessionState;
  readonly tier: Tier;
  readonly unitId: string;
  readonly commanderUserId: string;
  readonly scheduledFor: Date | null;
  readonly updatedAt: Date;
  readonly openOrders: number;
  readonly unsignedOrders: number;
}

export interface BoardOrder extends Pick<
  OrderRow,
  'id' | 'sessionId' | 'toUserId' | 'toUnitId' | 'toDeviceId' | 'toRole' | 'text' | 'priority' | 'state' | 'issuedAt'
> {
  readonly sessionTitle: string;
  readonly due: Deadline | null;
  readonly dueAt: Date | null;
}

/** Sessions of the units, and those that the units were called into. */
const SHOWN = `
  SELECT s.* FROM command_session s
  WHERE s.state IN ('scheduled', 'open', 'suspended')
    AND (s.unit_id = ANY ($1::uuid[]) OR EXISTS (
      SELECT FROM session_participant p
      WHERE p.session_id = s.id AND p.user_id IS NULL AND p.unit_id = ANY ($1::uuid[])))
    AND NOT EXISTS (
      SELECT FROM session_participant p
      WHERE p.session_id = s.id AND p.user_id = ANY ($2::uuid[]) AND p.state = 'removed')`;

const ORDER = `
  o.id, o.session_id AS "sessionId", o.to_user_id AS "toUserId", o.to_unit_id AS "toUnitId", o.to_device_id AS "toDeviceId",
  o.to_role AS "toRole", o.text, o.priority, o.state, o.issued_at AS "issuedAt", s.title AS "sessionTitle"`;

/** The only SQL on what a shift looks at in sessions. */
@Injectable()
export class ShiftBoardRepository {
  /** Newest change first. */
  async sessions(tx: Tx, { unitIds, readers, limit }: BoardScope): Promise<BoardSession[]> {
    return tx.query<BoardSession>(
      `SELECT s.id, s.title, s.kind, s.state, s.tier, s.unit_id AS "unitId", s.commander_user_id AS "commanderUserId",
         s.scheduled_for AS "scheduledFor", s.updated_at AS "updatedAt", o.open AS "openOrders", o.unsigned AS "unsignedOrders"
       FROM (${SHOWN}) s CROSS JOIN LATERAL (
         SELECT count(*)::int AS open, count(*) FILTER (WHERE state = ANY ($4))::int AS unsigned
         FROM work_order WHERE session_id = s.id AND is_issued AND state <> ALL ($3)) o
       ORDER BY s.updated_at DESC, s.id LIMIT $5`,
      [unitIds, readers, ORDER_END_STATES, AWAITED_IN.ack, limit],
    );
  }

  /** Orders that nobody has acknowledged, the longest waiting first. */
  async unsigned(tx: Tx, { unitIds, readers, limit }: BoardScope): Promise<BoardOrder[]> {
    return tx.query<BoardOrder>(
      `SELECT ${ORDER}, CASE WHEN o.ack_due_at IS NOT NULL THEN 'ack' END AS due, o.ack_due_at AS "dueAt"
       FROM (${SHOWN}) s JOIN work_order o ON o.session_id = s.id
       WHERE o.is_issued AND o.state = ANY ($3) ORDER BY o.issued_at, o.id LIMIT $4`,
      [unitIds, readers, AWAITED_IN.ack, limit],
    );
  }

  /** Orders of which something was due before `at` and has not come about, each with what was due first. */
  async overdue(tx: Tx, { unitIds, readers, limit }: BoardScope, at: Date): Promise<BoardOrder[]> {
    return tx.query<BoardOrder>(
      `SELECT ${ORDER}, d.due, d.at AS "dueAt"
       FROM (${SHOWN}) s JOIN work_order o ON o.session_id = s.id
       CROSS JOIN LATERAL (
         SELECT due, at FROM (VALUES ('ack', o.ack_due_at), ('arrive', o.arrive_due_at), ('done', o.done_due_at)) v (due, at)
         WHERE at < $3 AND o.state = ANY (CASE due WHEN 'ack' THEN $4::text[] WHEN 'arrive' THEN $5 ELSE $6 END)
           AND (due <> 'arrive' OR NOT EXISTS (
             SELECT FROM order_receipt r WHERE r.order_id = o.id AND r.responsible
               AND (r.on_scene_at IS NOT NULL OR r.submitted_at IS NOT NULL)))
         ORDER BY at LIMIT 1) d
       WHERE o.is_issued ORDER BY d.at, o.id LIMIT $7`,
      [unitIds, readers, at, ...DEADLINES.map((deadline) => AWAITED_IN[deadline]), limit],
    );
  }
}
