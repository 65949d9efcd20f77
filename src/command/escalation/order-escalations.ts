import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../platform/index.js';
import type { Escalation } from './escalation.js';
import type { Timer } from './escalation.rules.js';
import type { EscalationView, TimerView } from './escalation.schemas.js';
import { OrderTimerRepository } from './order-timer.repository.js';

/** How far an order has been escalated, and what is told next: for whoever may see the order. */
@Injectable()
export class OrderEscalations {
  constructor(private readonly timers: OrderTimerRepository) {}

  async of(
    tx: Tx,
    orderId: string,
  ): Promise<{ escalations: z.input<typeof EscalationView>[]; timers: z.input<typeof TimerView>[] }> {
    const [told, timers] = [await this.timers.escalationsOf(tx, orderId), await this.timers.ofOrder(tx, orderId)];
    return { escalations: told.map(escalationView), timers: timers.map(timerView) };
  }
}

function escalationView({ seq, firedAt, kind, step, loop, target, channel, told, vacancy }: Escalation) {
  const base = { seq, firedAt: firedAt.toISOString(), kind, level: step, loop, target, channel, told: [...told] };
  return { ...base, ...(vacancy && { vacancy }) };
}

function timerView({ kind, state, deadline, steps, step, loop, dueAt }: Timer): z.input<typeof TimerView> {
  const target = steps[step - 1]?.target;
  const isOn = state === 'running' && target !== undefined;
  const base = { kind, state, dueAt: deadline.toISOString() };
  return { ...base, ...(isOn && { next: { level: step, loop, target, at: dueAt.toISOString() } }) };
}
