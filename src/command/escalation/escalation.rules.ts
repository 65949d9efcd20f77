import type { ReachChannel } from '../../identity/index.js';
import type { Deadline, OrderPriority } from '../orders/order.rules.js';
import type { EscalationTarget, TimerState } from './escalation.codes.js';

/** One telling, up to `maxLoops` times; each `afterSeconds` after the one before, the first after the time that was due. */
export interface EscalationStep {
  readonly afterSeconds: number;
  readonly target: EscalationTarget;
  readonly channel: ReachChannel;
  readonly maxLoops: number;
}

export interface EscalationPolicy {
  /** Acknowledgement is due so long after the issue where the order itself says no time. */
  readonly ackWithinSeconds: number | null;
  readonly steps: readonly EscalationStep[];
}

const step = (afterSeconds: number, target: EscalationTarget, channel: ReachChannel, maxLoops = 1): EscalationStep => ({
  afterSeconds,
  target,
  channel,
  maxLoops,
});

/** Where neither the session's unit nor one above it has set another. */
export const DEFAULT_POLICIES: Readonly<Record<OrderPriority, EscalationPolicy>> = {
  routine: {
    ackWithinSeconds: null,
    steps: [
      step(60, 'assignee', 'message', 2),
      step(300, 'duty_desk', 'message'),
      step(600, 'superior', 'in_page'),
      step(600, 'commander', 'in_page'),
    ],
  },
  urgent: {
    ackWithinSeconds: 300,
    steps: [
      step(30, 'assignee', 'message', 2),
      step(120, 'duty_desk', 'message'),
      step(180, 'superior', 'message'),
      step(180, 'commander', 'message'),
      step(600, 'tier_above', 'message'),
    ],
  },
  flash: {
    ackWithinSeconds: 60,
    steps: [
      step(15, 'assignee', 'message', 2),
      step(30, 'duty_desk', 'message'),
      step(60, 'superior', 'message'),
      step(30, 'commander', 'message'),
      step(120, 'tier_above', 'message'),
    ],
  },
};

/** What is waited for of an order, and which telling is due when it does not come. `step` and `loop` count from 1. */
export interface Timer {
  readonly orderId: string;
  readonly sessionId: string;
  readonly kind: Deadline;
  readonly state: TimerState;
  readonly deadline: Date;
  readonly steps: readonly EscalationStep[];
  readonly round: number;
  readonly step: number;
  readonly loop: number;
  readonly dueAt: Date;
}

/** Where a timer stands. */
export type TimerMove = Pick<Timer, 'state' | 'round' | 'step' | 'loop' | 'dueAt'>;

/** A timer that was set late runs from now on: nobody is told of what they could not have known. */
export function firstMove(steps: readonly EscalationStep[], deadline: Date, now: Date): TimerMove {
  const from = deadline > now ? deadline : now;
  const [first] = steps;
  const state = first ? 'running' : 'exhausted';
  return { state, round: 1, step: 1, loop: 1, dueAt: later(from, first?.afterSeconds ?? 0) };
}

/** After the present step was told; where it found nobody, the next is due at once. */
export function moveOn(timer: Timer, now: Date, isVacant: boolean): TimerMove {
  const { steps, round, step: at, loop } = timer;
  const [present, next] = [steps[at - 1], steps[at]];
  if (present && !isVacant && loop < present.maxLoops)
    return { state: 'running', round, step: at, loop: loop + 1, dueAt: later(now, present.afterSeconds) };
  if (!next) return { state: 'exhausted', round, step: at, loop, dueAt: now };
  return { state: 'running', round, step: at + 1, loop: 1, dueAt: later(now, isVacant ? 0 : next.afterSeconds) };
}

/** Nothing is told before the time is over; what is due later anyway stays. */
export function snoozed(timer: Timer, now: Date, minutes: number): TimerMove {
  const until = later(now, minutes * 60);
  return { ...standing(timer), dueAt: timer.dueAt > until ? timer.dueAt : until };
}

/** To a step that the policy has, forward or back; due at once. */
export function skipped(timer: Timer, to: number, now: Date): TimerMove | undefined {
  if (!timer.steps[to - 1]) return undefined;
  return { state: 'running', round: timer.round + 1, step: to, loop: 1, dueAt: now };
}

export function stopped(timer: Timer): TimerMove {
  return { ...standing(timer), state: 'stopped' };
}

/** Names one telling for ever. */
export function occasionOf({ orderId, kind, round, step: at, loop }: Timer): string {
  return `${orderId} ${kind} ${round}.${at}.${loop}`;
}

function standing({ state, round, step: at, loop, dueAt }: Timer): TimerMove {
  return { state, round, step: at, loop, dueAt };
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1_000);
}
