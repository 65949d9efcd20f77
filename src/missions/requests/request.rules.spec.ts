import { describe, expect, it } from '@jest/globals';
import {
  deadlineFault,
  isOverdue,
  LAST_REQUEST_STATES,
  minutesAfterSteps,
  passedBy,
  REASONED_STEPS,
  REQUEST_STATES,
  REQUEST_STEPS,
  REQUEST_TABLE,
  type RequestState,
  stateAfter,
  stepOfRefusal,
  type TakenStep,
} from './request.rules.js';

const at = (minute: number) => new Date(Date.UTC(2026, 11, 31, 23, minute));

function reachableFrom(start: RequestState | null): Set<RequestState> {
  const seen = new Set<RequestState>();
  const next = (from: RequestState | null) => REQUEST_TABLE.filter((row) => row.from === from).map(({ to }) => to);
  const waiting = next(start);
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    waiting.push(...next(state));
  }
  return seen;
}

describe('the state table of a request', () => {
  it('reaches every state from asking, and uses every step', () => {
    expect([...reachableFrom(null)].sort()).toEqual([...REQUEST_STATES].sort());
    expect([...new Set(REQUEST_TABLE.map(({ step }) => step))].sort()).toEqual([...REQUEST_STEPS].sort());
  });

  it('knows one way for each step from each state', () => {
    const ways = REQUEST_TABLE.map(({ step, from }) => `${step} ${from}`);
    expect(new Set(ways).size).toBe(ways.length);
  });

  it('ends in four ways, and can end from everywhere', () => {
    expect([...LAST_REQUEST_STATES].sort()).toEqual(['closed', 'declined', 'not_done', 'withdrawn']);
    for (const state of REQUEST_STATES)
      expect([state, ...reachableFrom(state)].some((one) => LAST_REQUEST_STATES.includes(one))).toBe(true);
  });

  it('is withdrawn before the work begins and never after', () => {
    expect(REQUEST_STATES.filter((state) => stateAfter('withdraw', state))).toEqual([
      'asked',
      'returned',
      'accepted',
      'assigned',
    ]);
  });

  it('has no way to a report around acceptance, people and a beginning', () => {
    expect(REQUEST_TABLE.filter(({ to }) => to === 'closed')).toEqual([
      { step: 'close', from: 'under_way', to: 'closed' },
    ]);
    expect(stateAfter('assign', 'asked')).toBeUndefined();
    expect(stateAfter('start', 'accepted')).toBeUndefined();
  });

  it('asks for a reason wherever somebody is turned down', () => {
    const turnedDown = REQUEST_TABLE.filter(({ to }) => ['declined', 'not_done', 'withdrawn', 'returned'].includes(to));
    expect(turnedDown.filter(({ step }) => !REASONED_STEPS.includes(step))).toEqual([]);
  });
});

const taken = (step: TakenStep['step'], unitId: string, minute = 0): TakenStep => ({
  step,
  unitId,
  at: at(minute),
  toState: REQUEST_TABLE.find((row) => row.step === step)?.to ?? 'asked',
});

describe('a refusal', () => {
  const line = ['county', 'city', 'province'];

  it('of the one unit asked is the end', () => {
    expect(stepOfRefusal([taken('ask', 'county')], ['city'], 'city')).toBe('decline');
  });

  it('of one of several leaves the request to the others, and of the last is the end', () => {
    const steps = [taken('ask', 'county'), taken('pass', 'county'), taken('pass', 'province')];
    expect(stepOfRefusal(steps.slice(0, 1), line, 'county')).toBe('pass');
    expect(stepOfRefusal(steps, line, 'county')).toBe('pass');
    expect(stepOfRefusal(steps, line, 'city')).toBe('decline');
  });

  it('does not count for what was amended since', () => {
    const steps = [taken('ask', 'county'), taken('pass', 'county'), taken('pass', 'province'), taken('return', 'city')];
    const amended = [...steps, taken('amend', 'county')];
    expect(passedBy(amended)).toEqual([]);
    expect(stepOfRefusal(amended, line, 'city')).toBe('pass');
  });
});

describe('the time of a step', () => {
  it('runs to the next step, for the last one to now, and stops with the end', () => {
    const steps = [taken('ask', 'county', 0), taken('accept', 'city', 7), taken('assign', 'city', 20)];
    expect(minutesAfterSteps(steps, at(50))).toEqual([7, 13, 30]);
    expect(minutesAfterSteps([...steps, taken('withdraw', 'county', 90)], at(999))).toEqual([7, 13, 70, null]);
  });
});

describe('a deadline', () => {
  it('lies ahead, within a year', () => {
    expect(deadlineFault(at(0), at(0))).toBe('ASSISTANCE_DEADLINE_PAST');
    expect(deadlineFault(at(1), at(0))).toBeNull();
    expect(deadlineFault(new Date(at(0).getTime() + 367 * 86_400_000), at(0))).toBe('ASSISTANCE_DEADLINE_TOO_FAR');
  });

  it('passes for what is not over', () => {
    expect(isOverdue({ state: 'assigned', dueAt: at(5) }, at(4))).toBe(false);
    expect(isOverdue({ state: 'assigned', dueAt: at(5) }, at(5))).toBe(true);
    expect(isOverdue({ state: 'closed', dueAt: at(5) }, at(9))).toBe(false);
  });
});
