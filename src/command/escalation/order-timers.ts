import { Injectable } from '@nestjs/common';
import { AlertRecall, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { Order } from '../orders/order-row.js';
import { type Deadline, DEADLINES, isAwaited, type OrderPriority } from '../orders/order.rules.js';
import { EscalationPolicyRepository } from './escalation-policy.repository.js';
import { DEFAULT_POLICIES, type EscalationPolicy, firstMove } from './escalation.rules.js';
import { OVERDUE } from './escalation.notices.js';
import { OrderTimerRepository } from './order-timer.repository.js';

/** Keeps the timers of an order in step with it, in the transaction that changes it. */
@Injectable()
export class OrderTimers {
  constructor(
    private readonly timers: OrderTimerRepository,
    private readonly policies: EscalationPolicyRepository,
    private readonly units: UnitTree,
    private readonly alerts: AlertRecall,
  ) {}

  /** After each change of an order: what has come about ends its timer, and what was still to be sent about it. */
  async follow(tx: Tx, order: Order, now: Date): Promise<void> {
    if (!order.isIssued) return;
    const over = DEADLINES.filter((kind) => !isAwaited(order, kind));
    const ended = over.length > 0 ? await this.timers.end(tx, order.id, over, now) : [];
    const codes = ended.map((kind) => OVERDUE[kind]().code);
    if (codes.length > 0) await this.alerts.recall(tx, { kind: 'order', id: order.id }, codes, now);
  }

  /** When it is issued or returned, and then alone: a policy that changes later changes nothing of what runs or was stopped. */
  async arm(tx: Tx, order: Order, now: Date): Promise<void> {
    const kinds = DEADLINES.filter((kind) => isAwaited(order, kind));
    const policy = await this.policyFor(tx, order);
    for (const kind of kinds) {
      const deadline = deadlineOf(order, kind, policy);
      if (!deadline) continue;
      const { id: orderId, sessionId } = order;
      const { steps } = policy;
      await this.timers.arm(tx, { orderId, sessionId, kind, deadline, steps, ...firstMove(steps, deadline, now) }, now);
    }
  }

  private async policyFor(
    tx: Tx,
    { sessionId, priority }: { readonly sessionId: string; readonly priority: OrderPriority },
  ): Promise<EscalationPolicy> {
    const { unitId, policies } = await this.policies.forSession(tx, sessionId, priority);
    return nearest(policies, this.units.ancestry(unitId)) ?? DEFAULT_POLICIES[priority];
  }
}

/** The unit's own, else that of the nearest unit above it. */
export function nearest<P extends { readonly unitId: string }>(
  policies: readonly P[],
  ancestry: readonly string[],
): P | undefined {
  for (const unitId of ancestry) {
    const own = policies.find((policy) => policy.unitId === unitId);
    if (own) return own;
  }
  return undefined;
}

function deadlineOf(order: Order, kind: Deadline, { ackWithinSeconds }: EscalationPolicy): Date | undefined {
  if (kind === 'arrive') return order.arriveDueAt;
  if (kind === 'done') return order.doneDueAt;
  if (order.ackDueAt || ackWithinSeconds === null) return order.ackDueAt;
  return new Date(order.issuedAt.getTime() + ackWithinSeconds * 1_000);
}
