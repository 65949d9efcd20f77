import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ORDER_PRIORITIES } from '../orders/order.rules.js';
import { ESCALATION_TARGETS } from './escalation.codes.js';
import {
  DEFAULT_POLICIES,
  type EscalationStep,
  firstMove,
  moveOn,
  occasionOf,
  skipped,
  snoozed,
  stopped,
  type Timer,
} from './escalation.rules.js';
import { nearest } from './order-timers.js';

const NOON = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1_000);
const told = (afterSeconds: number, maxLoops = 1): EscalationStep => ({
  afterSeconds,
  target: 'assignee',
  channel: 'message',
  maxLoops,
});
const STEPS = [told(60, 2), told(300), told(600)];
const timer = (more: Partial<Timer> = {}): Timer => ({
  orderId: 'o',
  sessionId: 's',
  kind: 'ack',
  deadline: NOON,
  steps: STEPS,
  ...firstMove(STEPS, NOON, NOON),
  ...more,
});

describe('a timer', () => {
  it('begins to tell after the time that was due, or from now on where it was set later', () => {
    expect(firstMove(STEPS, at(100), NOON)).toMatchObject({ state: 'running', step: 1, loop: 1, dueAt: at(160) });
    expect(firstMove(STEPS, at(-100), NOON)).toMatchObject({ dueAt: at(60) });
    expect(firstMove([], NOON, NOON)).toMatchObject({ state: 'exhausted' });
  });

  it('repeats a step before it goes on, each counted from when the one before was told', () => {
    const second = moveOn(timer(), at(65), false);
    expect(second).toMatchObject({ step: 1, loop: 2, dueAt: at(125) });
    const third = moveOn(timer(second), at(130), false);
    expect(third).toMatchObject({ step: 2, loop: 1, dueAt: at(430) });
    expect(moveOn(timer({ ...third, step: 3 }), at(1_000), false)).toMatchObject({ state: 'exhausted', step: 3 });
  });

  it('goes on at once where a step found nobody, without repeating it', () => {
    expect(moveOn(timer(), at(65), true)).toMatchObject({ step: 2, loop: 1, dueAt: at(65) });
  });

  it('that is put off tells nothing before, and keeps what is due later anyway', () => {
    expect(snoozed(timer(), NOON, 10)).toMatchObject({ step: 1, dueAt: at(600) });
    expect(snoozed(timer({ dueAt: at(900) }), NOON, 10)).toMatchObject({ dueAt: at(900) });
  });

  it('is put to a step that there is, forward and back, under another round', () => {
    expect(skipped(timer({ step: 2 }), 1, at(5))).toMatchObject({ round: 2, step: 1, loop: 1, dueAt: at(5) });
    expect(skipped(timer(), 4, at(5))).toBeUndefined();
    expect(stopped(timer())).toMatchObject({ state: 'stopped', step: 1 });
  });

  it('never names two tellings alike, whatever is done to it', () => {
    const action = fc.oneof(
      fc.record({ type: fc.constant('tell' as const), isVacant: fc.boolean() }),
      fc.record({ type: fc.constant('skip' as const), to: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ type: fc.constant('snooze' as const), minutes: fc.integer({ min: 1, max: 60 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        let present = timer();
        const names: string[] = [];
        for (const done of actions) {
          if (present.state !== 'running') break;
          if (done.type === 'tell') {
            names.push(occasionOf(present));
            present = { ...present, ...moveOn(present, present.dueAt, done.isVacant) };
          } else if (done.type === 'skip') present = { ...present, ...skipped(present, done.to, NOON) };
          else present = { ...present, ...snoozed(present, NOON, done.minutes) };
        }
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('the service’s own policies', () => {
  it.each(ORDER_PRIORITIES)('climb in the order of the ladder: %s', (priority) => {
    const ranks = DEFAULT_POLICIES[priority].steps.map(({ target }) => ESCALATION_TARGETS.indexOf(target));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(ranks[0]).toBe(0);
  });

  it('press the more the more urgent the order is', () => {
    const waits = ORDER_PRIORITIES.map((priority) =>
      DEFAULT_POLICIES[priority].steps.slice(0, 4).reduce((sum, { afterSeconds }) => sum + afterSeconds, 0),
    );
    expect(waits).toEqual([...waits].sort((a, b) => b - a));
  });
});

describe('the policy that holds', () => {
  it('is the unit’s own, else that of the nearest above', () => {
    const policies = [{ unitId: 'province' }, { unitId: 'city' }];
    expect(nearest(policies, ['county', 'city', 'province'])).toEqual({ unitId: 'city' });
    expect(nearest(policies, ['elsewhere'])).toBeUndefined();
  });
});
