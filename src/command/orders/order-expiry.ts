import { Inject, Injectable } from '@nestjs/common';
import { Clock, Deadlines, LOGGER, type Logger, type Tx, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import type { Session } from '../sessions/session.repository.js';
import { LIVING } from '../sessions/session.rules.js';
import { OrderLapse } from './order-lapse.js';
import { type Order, OrderRepository } from './order.repository.js';
import { expire } from './order.rules.js';

type DueOrder = Pick<Order, 'id' | 'sessionId'>;

/** Ends orders that say they expire and that nobody acknowledged in time. */
@Injectable()
export class OrderExpiry extends Deadlines<DueOrder> {
  constructor(
    unitOfWork: UnitOfWork,
    clock: Clock,
    @Inject(LOGGER) logger: Logger,
    private readonly orders: OrderRepository,
    private readonly facts: ServiceFacts,
    private readonly lapse: OrderLapse,
  ) {
    super('expiry of orders', { unitOfWork, clock, logger });
  }

  protected due(tx: Tx, now: Date, limit: number): Promise<DueOrder[]> {
    return this.orders.expired(tx, now, limit);
  }

  protected nameOf({ id }: DueOrder): string {
    return id;
  }

  protected end(tx: Tx, { id, sessionId }: DueOrder, now: Date): Promise<number | undefined> {
    return this.facts.enter(tx, sessionId, (session) => this.expiryOf(tx, session, id, now));
  }

  /** Decided under the session's lock: an acknowledgement that was first stands. */
  private async expiryOf(tx: Tx, session: Session, id: string, now: Date): Promise<ServiceFact | undefined> {
    const order = LIVING.includes(session.state) ? await this.orders.find(tx, session.id, id) : undefined;
    if (!order?.expires || !order.ackDueAt || order.ackDueAt > now) return undefined;
    const after = expire(order);
    if (!after) return undefined;
    return {
      type: 'order.expired',
      occasion: id,
      occurredAt: order.ackDueAt,
      payload: { orderId: id, state: after.state, ackDueAt: order.ackDueAt.toISOString() },
      apply: (_seq, at) => this.lapse.write(tx, session, { ...order, ...after }, at),
    };
  }
}
