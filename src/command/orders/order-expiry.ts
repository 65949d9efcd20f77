import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Notices } from '../../identity/index.js';
import { Clock, LOGGER, type Logger, Rounds, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import type { Session } from '../sessions/session.repository.js';
import { LIVING } from '../sessions/session.rules.js';
import { OrderNotices } from './order.notices.js';
import { type Order, OrderRepository } from './order.repository.js';
import { expire } from './order.rules.js';

const EVERY_MS = 1_000;
const MOST_AT_ONCE = 100;

/** Ends orders that say they expire and that nobody acknowledged in time: once, whichever instance comes first. */
@Injectable()
export class OrderExpiry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds({
    everyMs: EVERY_MS,
    work: () => this.round(this.clock.now()),
    onFault: (error) => this.logger.warn({ err: error }, 'expiry of orders'),
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly facts: ServiceFacts,
    private readonly notices: Notices,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Before the database pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(now: Date): Promise<void> {
    const due = await this.unitOfWork.read((tx) => this.orders.expired(tx, now, MOST_AT_ONCE));
    // One that fails does not hold up the others.
    for (const order of due)
      await this.end(order, now).catch((error: unknown) => this.logger.error({ err: error }, 'expiry of an order'));
  }

  private async end({ id, sessionId }: Pick<Order, 'id' | 'sessionId'>, now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.facts.enter(tx, sessionId, (session) => this.expiryOf(tx, session, id, now)),
    );
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
      apply: async (_seq, at) => {
        await this.orders.save(tx, { ...order, ...after }, at);
        await this.notices.tell(tx, {
          to: { userIds: [order.issuedBy] },
          content: OrderNotices.ORDER_EXPIRED({ title: session.title }),
          subject: { kind: 'command_session', id: session.id },
          occasion: id,
        });
      },
    };
  }
}
