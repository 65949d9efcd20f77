import { Injectable } from '@nestjs/common';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import type { Deadline } from '../orders/order.rules.js';
import { skipped, snoozed, stopped, type Timer, type TimerMove } from './escalation.rules.js';
import { OrderTimerRepository } from './order-timer.repository.js';

/** Those who direct put off, move on or stop the escalation of an order, each with a reason that stays. */
@Injectable()
export class EscalationCommands {
  constructor(private readonly timers: OrderTimerRepository) {}

  readonly handlers: Handlers<'order.snooze' | 'order.override'> = {
    'order.snooze': (context, { kind, minutes }) =>
      this.change(context, kind, (timer) => snoozed(timer, context.now, minutes)),
    'order.override': (context, payload) => this.override(context, payload),
  };

  private async override(context: CommandContext, { kind, level }: Payload<'order.override'>): Promise<Effect> {
    return this.change(context, kind, (timer) => {
      if (level === undefined) return stopped(timer);
      const move = skipped(timer, level, context.now);
      if (!move) throw CommandErrors.NO_SUCH_LEVEL({ levels: timer.steps.length });
      return move;
    });
  }

  /** @throws NOTHING_AWAITED */
  private async change(
    { tx, order, now }: CommandContext,
    kind: Deadline | undefined,
    moveOf: (timer: Timer) => TimerMove,
  ): Promise<Effect> {
    if (!order) throw PlatformErrors.NOT_FOUND();
    const all = await this.timers.ofOrder(tx, order.id);
    const running = all.filter((timer) => timer.state === 'running' && (!kind || timer.kind === kind));
    if (running.length === 0) throw CommandErrors.NOTHING_AWAITED();
    const timers = [];
    for (const timer of running) {
      const move = moveOf(timer);
      await this.timers.move(tx, timer, move, now);
      const isOn = move.state === 'running';
      timers.push({ kind: timer.kind, level: move.step, ...(isOn && { at: move.dueAt.toISOString() }) });
    }
    return { facts: { timers } };
  }
}
