import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import { type Actor, idInCursor, keysetPage, type Page, UnitOfWork } from '../../platform/index.js';
import { SessionReader } from '../sessions/session-reader.js';
import { type Order, OrderRepository } from './order.repository.js';
import type { Receipt } from './order.rules.js';
import type { OrderQuery, OrderView } from './order.schemas.js';

type View = z.input<typeof OrderView>;

/** Reads orders; they are issued and answered by commands alone. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly sessions: SessionReader,
  ) {}

  /** @throws NOT_FOUND when a session is named that the actor may not read */
  async list(actor: Actor, { limit, cursor, sessionId, state }: z.output<typeof OrderQuery>): Promise<Page<View>> {
    const { id: userId, unitId } = asUser(actor);
    const before = idInCursor(cursor);
    const rows = await this.unitOfWork.read(async (tx) => {
      if (sessionId) await this.sessions.requireVisible(tx, actor, sessionId);
      const concerning = sessionId ? undefined : { userId, unitId };
      return this.orders.list(tx, { sessionId, concerning, state, before, limit: limit + 1 });
    });
    return keysetPage(rows, limit, ({ id }) => [id], orderViewOf);
  }
}

export function orderViewOf({ ackDueAt, doneDueAt, issuedAt, evidenceIds, receipts, ...order }: Order): View {
  return {
    ...order,
    evidenceIds: [...evidenceIds],
    ackDueAt: ackDueAt?.toISOString(),
    doneDueAt: doneDueAt?.toISOString(),
    issuedAt: issuedAt.toISOString(),
    receipts: receipts.map(receiptView),
  };
}

function receiptView(receipt: Receipt): View['receipts'][number] {
  const { recipientUserId, responsible, state } = receipt;
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
  };
}
