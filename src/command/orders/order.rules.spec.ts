import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  DEADLINES,
  ORDER_END_STATES,
  ORDER_RULES,
  ORDER_STATES,
  ORDER_STEPS,
  RECIPIENT_STEPS,
  direct,
  expire,
  isAwaited,
  issueTo,
  issueToEach,
  reject,
  report,
  takeStep,
} from './order.rules.js';
import type { OrderProgress, OrderState, Receipt, RecipientStep } from './order.rules.js';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));

function reportAll(order: OrderProgress, who: string, steps: readonly RecipientStep[]): OrderProgress {
  return steps.reduce((current, step, index) => {
    const next = report(current, who, step, at(index));
    if (!next) throw new Error(`${step} refused in ${current.state}`);
    return next;
  }, order);
}

describe('the life of an order', () => {
  it('reaches every state from DRAFT and leaves the end states never', () => {
    const reached = new Set<OrderState>(['DRAFT']);
    for (const state of reached) {
      for (const step of ORDER_STEPS) {
        const outcome = takeStep(state, step);
        if (outcome.kind === 'moved') reached.add(outcome.to);
      }
    }
    expect([...reached].sort()).toEqual([...ORDER_STATES].sort());
    const ends = ORDER_STATES.filter((state) => ORDER_STEPS.every((step) => takeStep(state, step).kind !== 'moved'));
    expect(ends.sort()).toEqual([...ORDER_END_STATES].sort());
  });

  it('lets no step be both a move and late in one state', () => {
    for (const step of ORDER_STEPS) {
      const { from, lateIn } = ORDER_RULES[step];
      expect(from.filter((state) => lateIn.includes(state))).toEqual([]);
    }
  });

  it.each([
    ['ACCEPTED', 'return'],
    ['ISSUED', 'submit'],
    ['SEEN', 'onScene'],
    ['CANCELLED', 'acknowledge'],
    ['EXPIRED', 'acknowledge'],
    ['ACKNOWLEDGED', 'accept'],
    ['DRAFT', 'delivered'],
  ] as const)('refuses in %s: %s', (state, step) => {
    expect(takeStep(state, step)).toEqual({ kind: 'refused' });
  });
});

describe('an order to a person', () => {
  it('goes the whole way, back once, and ends accepted', () => {
    const submitted = reportAll(issueTo('li'), 'li', [
      'delivered',
      'seen',
      'acknowledge',
      'enRoute',
      'onScene',
      'submit',
    ]);
    expect(submitted.state).toBe('SUBMITTED');
    const returned = direct(submitted, 'return');
    expect(returned?.state).toBe('RETURNED');
    expect(returned?.receipts[0]?.state).toBe('RETURNED');
    const again = returned && report(returned, 'li', 'submit', at(30));
    expect(again?.receipts[0]?.submittedAt).toEqual(at(30));
    expect(again && direct(again, 'accept')?.state).toBe('ACCEPTED');
  });

  it('keeps the first time of a step and lets a late receipt move nothing', () => {
    const acknowledged = reportAll(issueTo('li'), 'li', ['acknowledge']);
    const late = report(acknowledged, 'li', 'delivered', at(5));
    expect(late?.state).toBe('ACKNOWLEDGED');
    expect(late?.receipts[0]?.deliveredAt).toEqual(at(5));
    const twice = late && report(late, 'li', 'acknowledge', at(9));
    expect(twice?.receipts[0]?.acknowledgedAt).toEqual(at(0));
  });

  it('invents no receipt that was not given', () => {
    const [receipt] = reportAll(issueTo('li'), 'li', ['acknowledge']).receipts;
    expect(receipt).toEqual({ recipientUserId: 'li', responsible: true, state: 'ACKNOWLEDGED', acknowledgedAt: at(0) });
  });

  it('cancelled, still notes that it was seen, but is not acknowledged any more', () => {
    const cancelled = direct(issueTo('li'), 'cancel');
    expect(cancelled?.receipts[0]?.state).toBe('CANCELLED');
    const seen = cancelled && report(cancelled, 'li', 'seen', at(1));
    expect(seen?.state).toBe('CANCELLED');
    expect(seen?.receipts[0]?.seenAt).toEqual(at(1));
    expect(seen && report(seen, 'li', 'acknowledge', at(2))).toBeUndefined();
  });
});

describe('an order to a unit', () => {
  it('is as far as the furthest until someone answers for it, then as far as they are', () => {
    const seen = reportAll(reportAll(issueTo(undefined), 'li', ['seen']), 'wang', ['delivered']);
    expect(seen.state).toBe('SEEN');
    const taken = reportAll(seen, 'wang', ['acknowledge']);
    expect(taken.state).toBe('ACKNOWLEDGED');
    expect(taken.receipts.map(({ recipientUserId, responsible }) => [recipientUserId, responsible])).toEqual([
      ['li', false],
      ['wang', true],
    ]);
    const both = reportAll(taken, 'li', ['acknowledge', 'onScene']);
    expect(both.state).toBe('ACKNOWLEDGED');
    expect(both.receipts[0]?.state).toBe('ON_SCENE');
  });

  it('cancelled before anyone saw it stays cancelled for whoever sees it later', () => {
    const cancelled = direct(issueTo(undefined), 'cancel');
    const seen = cancelled && report(cancelled, 'li', 'seen', at(0));
    expect(seen?.state).toBe('CANCELLED');
    expect(seen?.receipts[0]?.state).toBe('CANCELLED');
  });
});

describe('a refusal', () => {
  const no = { at: at(3), reason: '设备故障' };

  it('by whoever answers for it ends the order', () => {
    const refused = reject(issueTo('li'), 'li', { ...no, circle: 'closed' });
    expect(refused).toMatchObject({ state: 'REJECTED', receipts: [{ rejectedAt: at(3), rejectReason: '设备故障' }] });
    expect(refused && report(refused, 'li', 'acknowledge', at(4))).toBeUndefined();
    expect(reject(reportAll(issueTo('li'), 'li', ['acknowledge']), 'li', { ...no, circle: 'closed' })).toBeUndefined();
  });

  it('of all who have the role ends it, of one of them it does not', () => {
    const order = issueToEach(['li', 'wang']);
    const once = reject(order, 'li', { ...no, circle: 'closed' });
    expect(once?.state).toBe('ISSUED');
    expect(once && reject(once, 'li', { ...no, circle: 'closed' })).toBeUndefined();
    expect(once && reject(once, 'wang', { ...no, circle: 'closed' })?.state).toBe('REJECTED');
    expect(once && report(once, 'wang', 'acknowledge', at(5))?.state).toBe('ACKNOWLEDGED');
  });

  it('of one of a unit leaves it to the others', () => {
    expect(reject(issueTo(undefined), 'li', { ...no, circle: 'open' })?.state).toBe('ISSUED');
  });

  it('stays what it was when the order is cancelled', () => {
    const once = reject(issueToEach(['li', 'wang']), 'li', { ...no, circle: 'closed' });
    const states = once && direct(once, 'cancel')?.receipts.map(({ state }) => state);
    expect(states).toEqual(['REJECTED', 'CANCELLED']);
  });
});

describe('expiry', () => {
  it('ends what nobody acknowledged, and nothing else', () => {
    expect(expire(issueToEach(['li', 'wang']))?.receipts.map(({ state }) => state)).toEqual(['EXPIRED', 'EXPIRED']);
    expect(expire(reportAll(issueTo('li'), 'li', ['acknowledge']))).toBeUndefined();
    expect(expire({ state: 'CANCELLED', receipts: [] })).toBeUndefined();
  });
});

describe('what is awaited', () => {
  const awaited = (order: OrderProgress) => DEADLINES.filter((deadline) => isAwaited(order, deadline));

  it('ends with the report of the one who answers', () => {
    const order = issueTo('li');
    expect(awaited(order)).toEqual(['ack', 'arrive', 'done']);
    expect(awaited(reportAll(order, 'li', ['acknowledge']))).toEqual(['arrive', 'done']);
    expect(awaited(reportAll(order, 'li', ['acknowledge', 'onScene']))).toEqual(['done']);
    const submitted = reportAll(order, 'li', ['acknowledge', 'onScene', 'submit']);
    expect(awaited(submitted)).toEqual([]);
    expect(awaited(direct(submitted, 'return') ?? order)).toEqual(['done']);
    expect(awaited(direct(order, 'cancel') ?? order)).toEqual([]);
  });

  it('is not ended by somebody beside them', () => {
    const taken = reportAll(issueToEach(['li', 'wang']), 'li', ['acknowledge']);
    expect(awaited(reportAll(taken, 'wang', ['acknowledge', 'onScene']))).toEqual(['arrive', 'done']);
  });
});

describe('any sequence of steps', () => {
  const step = fc.oneof(
    fc.record({ who: fc.constantFrom('li', 'wang'), step: fc.constantFrom(...RECIPIENT_STEPS) }),
    fc.record({
      who: fc.constant(undefined),
      step: fc.constantFrom('accept' as const, 'return' as const, 'cancel' as const),
    }),
  );
  const apply = (order: OrderProgress, done: { who?: string; step: string }, index: number) =>
    done.who === undefined
      ? direct(order, done.step as 'accept')
      : report(order, done.who, done.step as RecipientStep, at(index));

  const allowedAfter = (before: OrderProgress, responsible: Receipt | undefined): readonly OrderState[] => {
    if (ORDER_END_STATES.includes(before.state)) return [before.state];
    return responsible ? [responsible.state] : ['ISSUED', 'DELIVERED', 'SEEN', 'CANCELLED'];
  };

  it('keeps one responsible at most, the order in their state, and an end for ever', () => {
    fc.assert(
      fc.property(fc.constantFrom(undefined, 'li'), fc.array(step, { maxLength: 30 }), (to, steps) => {
        let order = issueTo(to);
        for (const [index, done] of steps.entries()) {
          const next = apply(order, done, index);
          if (!next) continue;
          const responsible = next.receipts.filter((receipt) => receipt.responsible);
          expect(responsible.length).toBeLessThanOrEqual(1);
          expect(allowedAfter(order, responsible[0])).toContain(next.state);
          order = next;
        }
      }),
      { numRuns: 500 },
    );
  });
});
