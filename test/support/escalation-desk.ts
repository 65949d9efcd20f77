import { EscalationRounds } from '../../src/command/escalation/escalation-rounds.js';
import type { TestApp } from './app.js';
import type { ApiClient } from './client.js';
import { recordOf, type RecordedEvent } from './command-desk.js';

export interface EscalatedOrder {
  readonly state: string;
  readonly escalations: readonly { seq: number; level: number; loop: number; target: string; vacancy?: string }[];
  readonly timers: readonly {
    kind: string;
    state: string;
    dueAt: string;
    next?: { level: number; loop: number; target: string; at: string };
  }[];
}

/** Ten seconds between tellings, along the whole ladder. */
export const QUICK_POLICY = {
  ackWithinSeconds: 60,
  steps: [
    { afterSeconds: 10, target: 'assignee', channel: 'message', maxLoops: 2 },
    { afterSeconds: 10, target: 'duty_desk', channel: 'message', maxLoops: 1 },
    { afterSeconds: 10, target: 'superior', channel: 'email', maxLoops: 1 },
    { afterSeconds: 10, target: 'commander', channel: 'in_page', maxLoops: 1 },
    { afterSeconds: 10, target: 'tier_above', channel: 'in_page', maxLoops: 1 },
  ],
};

/** The tellings of an order as the record has them. */
export async function escalationsIn(client: ApiClient, sessionId: string, orderId: string): Promise<RecordedEvent[]> {
  const events = await recordOf(client, sessionId);
  return events.filter(
    ({ type, payload }) => type === 'order.escalated' && (payload as { orderId?: string }).orderId === orderId,
  );
}

export async function orderAsShown(client: ApiClient, orderId: string): Promise<EscalatedOrder> {
  const { status, body } = await client.get<EscalatedOrder>(`/orders/${orderId}`);
  if (status !== 200) throw new Error(`order ${orderId}: ${status}`);
  return body;
}

/** One look at what is overdue, as each instance takes it every second. */
export const look = (app: TestApp): Promise<void> => app.get(EscalationRounds).round();
