import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { Membership } from '../commands/membership.js';
import { type ServiceFact, ServiceFacts } from '../events/service-facts.js';
import type { Order } from '../orders/order-row.js';
import { OrderRepository } from '../orders/order.repository.js';
import { isAwaited } from '../orders/order.rules.js';
import type { Session } from '../sessions/session.repository.js';
import type { Escalation } from './escalation.js';
import { OVERDUE } from './escalation.notices.js';
import { type EscalationStep, moveOn, occasionOf, type Timer } from './escalation.rules.js';
import { EscalationTargets, type Found } from './escalation-targets.js';
import { type DueTimer, OrderTimerRepository } from './order-timer.repository.js';
import { Wakeability } from './wakeability.js';

/** Tells whom the policy names that something of an order is overdue: once for each step and loop, in the record. */
@Injectable()
export class EscalationDesk {
  constructor(
    private readonly facts: ServiceFacts,
    private readonly timers: OrderTimerRepository,
    private readonly orders: OrderRepository,
    private readonly targets: EscalationTargets,
    private readonly membership: Membership,
    private readonly wakeability: Wakeability,
  ) {}

  /** Decided under the session's lock, as every answer to the order is: either that was first or this. */
  async fire(tx: Tx, { orderId, sessionId, kind }: DueTimer, now: Date) {
    return this.facts.enter(tx, sessionId, async (session) => {
      const timer = await this.timers.find(tx, orderId, kind);
      if (session.state !== 'open' || timer?.state !== 'running' || timer.dueAt > now) return undefined;
      const order = await this.orders.find(tx, sessionId, orderId);
      const step = timer.steps[timer.step - 1];
      return order && step && isAwaited(order, kind)
        ? this.factOf(tx, session, order, { timer, step, now })
        : undefined;
    });
  }

  private async factOf(
    tx: Tx,
    session: Session,
    order: Order,
    { timer, step, now }: { readonly timer: Timer; readonly step: EscalationStep; readonly now: Date },
  ): Promise<ServiceFact> {
    const found = await this.targets.of(tx, session, order, step.target);
    const told = await this.wakeability.of(tx, found.people, step.channel);
    const next = moveOn(timer, now, found.vacancy !== null);
    const { kind, deadline, loop } = timer;
    return {
      type: 'order.escalated',
      occasion: occasionOf(timer),
      payload: {
        orderId: order.id,
        kind,
        dueAt: deadline.toISOString(),
        level: timer.step,
        loop,
        target: step.target,
        channel: step.channel,
        told,
        ...(found.vacancy && { vacancy: found.vacancy }),
        ...(next.state === 'running' && { next: { level: next.step, loop: next.loop, at: next.dueAt.toISOString() } }),
      },
      apply: async (seq, firedAt) => {
        await this.timers.move(tx, timer, next, firedAt);
        const { target, channel } = step;
        await this.tell(tx, session, found, { ...timer, target, channel, told, seq, firedAt, vacancy: found.vacancy });
      },
    };
  }

  private async tell(tx: Tx, session: Session, found: Found, escalation: Escalation): Promise<void> {
    await this.timers.record(tx, escalation);
    const { firedAt: now, kind, channel, orderId } = escalation;
    for (const person of found.newcomers)
      await this.membership.invite({ tx, session, now, user: undefined }, person, undefined, 'pulled_in');
    await this.wakeability.tell(tx, {
      userIds: found.people.map(({ id }) => id),
      channel,
      content: OVERDUE[kind](),
      subject: { kind: 'order', id: orderId },
      occasion: String(escalation.seq),
    });
  }
}
