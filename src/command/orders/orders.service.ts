import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { OrderEscalations } from '../escalation/order-escalations.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { isAble } from '../sessions/session-roles.js';
import { SessionReader } from '../sessions/session-reader.js';
import { type Order, OrderRepository } from './order.repository.js';
import type { Receipt } from './order.rules.js';
import type { OrderDetail, OrderQuery, OrderView } from './order.schemas.js';

type View = z.input<typeof OrderView>;

/** Reads orders; they are issued and answered by commands alone. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly sessions: SessionReader,
    private readonly participants: ParticipantRepository,
    private readonly escalations: OrderEscalations,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND when a session is named that the actor may not read */
  async list(actor: Actor, query: z.output<typeof OrderQuery>): Promise<Page<View>> {
    const { limit, cursor, sessionId, state, priority, overdue, mine } = query;
    const { id: userId, unitId } = asUser(actor);
    const filter = {
      sessionId,
      concerning: sessionId && !mine ? undefined : { userId, unitId },
      state,
      priority,
      overdueAt: overdue ? this.clock.now() : undefined,
      before: idInCursor(cursor),
      limit: limit + 1,
    };
    const rows = await this.unitOfWork.read(async (tx) => {
      if (sessionId) await this.sessions.requireVisible(tx, actor, sessionId);
      const directs = sessionId !== undefined && (await this.directs(tx, sessionId, userId));
      return this.orders.list(tx, { ...filter, drafts: directs ? 'all' : { by: userId } });
    });
    return keysetPage(rows, limit, ({ id }) => [id], orderViewOf);
  }

  /** The last `latest` orders of a session that the actor may read, the newest first, and older ones that are open. */
  async ofSession(
    tx: Tx,
    actor: Actor,
    sessionId: string,
    latest: number,
  ): Promise<{ readonly orders: View[]; readonly moreOrders: boolean }> {
    const { id: userId } = asUser(actor);
    const drafts = (await this.directs(tx, sessionId, userId)) ? 'all' : { by: userId };
    const found = await this.orders.list(tx, { sessionId, drafts, limit: latest + 1 });
    const kept = found.slice(0, latest);
    const known = new Set(kept.map(({ id }) => id));
    const older = (await this.orders.openOf(tx, sessionId)).filter(({ id }) => !known.has(id)).toReversed();
    return { orders: [...kept, ...older].map(orderViewOf), moreOrders: found.length > kept.length };
  }

  /** @throws NOT_FOUND, FORBIDDEN for whoever was removed from the session, also where the order concerns them */
  async get(actor: Actor, id: string): Promise<z.input<typeof OrderDetail>> {
    const user = asUser(actor);
    return this.unitOfWork.read(async (tx) => {
      const order = await this.orders.findById(tx, id);
      if (!order) throw PlatformErrors.NOT_FOUND();
      const own = await this.participants.find(tx, order.sessionId, user.id);
      const isLetIn = own?.state !== 'removed' && concerns(order, user);
      if (!isLetIn) await this.sessions.requireVisible(tx, actor, order.sessionId);
      const isShown = order.isIssued || order.issuedBy === user.id || isAble(own, 'issue_order');
      if (!isShown) throw PlatformErrors.NOT_FOUND();
      return this.detail(tx, order, user.id);
    });
  }

  private async detail(tx: Tx, order: Order, userId: string): Promise<z.input<typeof OrderDetail>> {
    const below = await this.orders.below(tx, order.id);
    const shown = below.filter(({ isIssued, issuedBy }) => isIssued || issuedBy === userId);
    const escalated = await this.escalations.of(tx, order.id);
    return { ...orderViewOf(order), subOrders: shown.map(orderViewOf), ...escalated };
  }

  /** Whether the person directs in the session now: then they see its drafts. */
  private async directs(tx: Tx, sessionId: string, userId: string): Promise<boolean> {
    return isAble(await this.participants.find(tx, sessionId, userId), 'issue_order');
  }
}

/** Issued by the person, addressed to them or their unit, or reported on by them. */
function concerns(
  { issuedBy, to, receipts, isIssued }: Order,
  { id, unitId }: { id: string; unitId: string },
): boolean {
  if (issuedBy === id) return true;
  const isAddressed = ('userId' in to && to.userId === id) || ('unitId' in to && to.unitId === unitId);
  return isIssued && (isAddressed || receipts.some(({ recipientUserId }) => recipientUserId === id));
}

function orderViewOf(order: Order): View {
  return {
    ...order,
    to: { ...order.to },
    evidenceIds: [...order.evidenceIds],
    flightIds: [...order.flightIds],
    ackDueAt: order.ackDueAt?.toISOString(),
    arriveDueAt: order.arriveDueAt?.toISOString(),
    doneDueAt: order.doneDueAt?.toISOString(),
    issuedAt: order.issuedAt.toISOString(),
    receipts: order.receipts.map(receiptView),
  };
}

function receiptView(receipt: Receipt): View['receipts'][number] {
  const { recipientUserId, responsible, state, rejectReason } = receipt;
  return {
    recipientUserId,
    responsible,
    state,
    deliveredAt: receipt.deliveredAt?.toISOString(),
    seenAt: receipt.seenAt?.toISOString(),
    acknowledgedAt: receipt.acknowledgedAt?.toISOString(),
    enRouteAt: receipt.enRouteAt?.toISOString(),
    onSceneAt: receipt.onSceneAt?.toISOString(),
    submittedAt: receipt.submittedAt?.toISOString(),
    rejectedAt: receipt.rejectedAt?.toISOString(),
    rejectReason,
  };
}
