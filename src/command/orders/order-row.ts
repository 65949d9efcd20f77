import type { Place } from '../commands/map-geometry.js';
import type { InvitableRole } from '../sessions/session-roles.js';
import type { Addressee } from './order.payloads.js';
import type { OrderPriority, OrderProgress, OrderState, Receipt } from './order.rules.js';

export interface Order extends OrderProgress {
  readonly id: string;
  readonly sessionId: string;
  readonly to: Addressee;
  readonly text: string;
  readonly place: Place | undefined;
  readonly priority: OrderPriority;
  readonly parentOrderId: string | undefined;
  readonly ackDueAt: Date | undefined;
  readonly arriveDueAt: Date | undefined;
  readonly doneDueAt: Date | undefined;
  /** Ends by itself when nobody has acknowledged it by `ackDueAt`. */
  readonly expires: boolean;
  /** False for a draft, also for one that was given up: who issued it when is who drafted it then. */
  readonly isIssued: boolean;
  readonly evidenceIds: readonly string[];
  readonly flightIds: readonly string[];
  readonly issuedBy: string;
  readonly issuedSeq: number;
  readonly issuedAt: Date;
}

export interface OrderRow {
  readonly id: string;
  readonly sessionId: string;
  readonly toUserId: string | null;
  readonly toUnitId: string | null;
  readonly toDeviceId: string | null;
  readonly toRole: InvitableRole | null;
  readonly text: string;
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly priority: OrderPriority;
  readonly parentOrderId: string | null;
  readonly ackDueAt: Date | null;
  readonly arriveDueAt: Date | null;
  readonly doneDueAt: Date | null;
  readonly expires: boolean;
  readonly isIssued: boolean;
  readonly state: OrderState;
  readonly evidenceIds: string[];
  readonly flightIds: string[];
  readonly issuedBy: string;
  readonly issuedSeq: number;
  readonly issuedAt: Date;
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };
export type ReceiptRow = Nullable<Required<Receipt>> &
  Pick<Receipt, 'recipientUserId' | 'responsible' | 'state'> & { readonly orderId: string };

export const ORDER_COLUMNS = `
  id, session_id AS "sessionId", to_user_id AS "toUserId", to_unit_id AS "toUnitId", to_device_id AS "toDeviceId",
  to_role AS "toRole", text, place, priority, parent_order_id AS "parentOrderId", ack_due_at AS "ackDueAt",
  arrive_due_at AS "arriveDueAt", done_due_at AS "doneDueAt", expires, is_issued AS "isIssued", state,
  evidence_ids::text[] AS "evidenceIds", flight_ids::text[] AS "flightIds", issued_by AS "issuedBy",
  issued_seq::float8 AS "issuedSeq", issued_at AS "issuedAt"`;

export const RECEIPT_COLUMNS = `
  order_id AS "orderId", recipient_user_id AS "recipientUserId", responsible, state, delivered_at AS "deliveredAt",
  seen_at AS "seenAt", acknowledged_at AS "acknowledgedAt", en_route_at AS "enRouteAt", on_scene_at AS "onSceneAt",
  submitted_at AS "submittedAt", rejected_at AS "rejectedAt", reject_reason AS "rejectReason"`;

export function toOrder(row: OrderRow, receipts: readonly Receipt[]): Order {
  const { id, sessionId, text, priority, expires, isIssued, state, evidenceIds, flightIds, place } = row;
  const { issuedBy, issuedSeq, issuedAt } = row;
  return {
    id,
    sessionId,
    text,
    priority,
    expires,
    isIssued,
    state,
    evidenceIds,
    flightIds,
    issuedBy,
    issuedSeq,
    issuedAt,
    to: addressee(row),
    place: place ? { lon: place.x, lat: place.y } : undefined,
    parentOrderId: row.parentOrderId ?? undefined,
    ackDueAt: row.ackDueAt ?? undefined,
    arriveDueAt: row.arriveDueAt ?? undefined,
    doneDueAt: row.doneDueAt ?? undefined,
    receipts,
  };
}

/** The database holds exactly one of them. */
function addressee({ toUserId, toUnitId, toDeviceId, toRole }: OrderRow): Addressee {
  if (toUserId) return { userId: toUserId };
  if (toUnitId) return { unitId: toUnitId };
  return toRole ? { role: toRole } : { deviceId: toDeviceId ?? '' };
}

export function toReceipt(row: ReceiptRow): Receipt {
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
    rejectedAt: row.rejectedAt ?? undefined,
    rejectReason: row.rejectReason ?? undefined,
  };
}
