import { describe, expect, it } from '@jest/globals';
import { dueWorks, firstDueOn, maintenanceDue, type PlanStanding } from './maintenance.rules.js';

const none = { everyDays: null, everySeconds: null, everyCycles: null };
const since = { sinceOn: '2026-05-01', usedSeconds: 0, usedCycles: 0 };

describe('maintenance', () => {
  it.each([
    ['2026-05-09', 'ok', 0.8],
    ['2026-05-10', 'soon', 0.9],
    ['2026-05-11', 'due', 1],
    ['2026-04-30', 'ok', 0],
  ])('every ten days is on %s: %s', (today, state, share) => {
    expect(maintenanceDue({ ...none, everyDays: 10 }, since, today)).toEqual({
      dueOn: '2026-05-11',
      usedUp: false,
      share,
      state,
    });
  });

  it.each([
    [{ usedSeconds: 3_239 }, 'ok', false],
    [{ usedSeconds: 3_240 }, 'soon', false],
    [{ usedSeconds: 3_600 }, 'due', true],
    [{ usedCycles: 45 }, 'soon', false],
    [{ usedCycles: 50 }, 'due', true],
  ] as const)('by hours and cycles is after %j: %s', (used, state, usedUp) => {
    const rhythm = { ...none, everySeconds: 3_600, everyCycles: 50 };
    expect(maintenanceDue(rhythm, { ...since, ...used }, '2027-01-01')).toMatchObject({ dueOn: null, state, usedUp });
  });

  it('goes by what is farthest gone', () => {
    const rhythm = { everyDays: 100, everySeconds: 3_600, everyCycles: 50 };
    expect(maintenanceDue(rhythm, { ...since, usedCycles: 49 }, '2026-05-02').share).toBe(0.98);
  });
});

describe('maintenance that blocks', () => {
  const period = (to: string) => ({ from: new Date('2026-05-01T00:00:00Z'), to: new Date(to) });
  const plan = (over: Partial<PlanStanding>): PlanStanding => ({
    ...none,
    ...since,
    planId: 'p',
    title: 'Service',
    ...over,
  });
  const soon = period('2026-05-01T01:00:00Z');

  it('lets a period end before the day it is due, in China', () => {
    const plans = [plan({ everyDays: 10 }), plan({ everyDays: 20 })];
    expect(firstDueOn(plans)).toBe('2026-05-11');
    expect(dueWorks(plans, period('2026-05-10T16:00:00Z'))).toEqual([]);
    expect(dueWorks(plans, period('2026-05-10T16:00:01Z'))).toEqual([
      { planId: 'p', title: 'Service', dueOn: '2026-05-11', hours: null, cycles: null },
    ]);
  });

  it('by use stands in the way of every period once it is used up, and says how far', () => {
    const byUse = plan({ everySeconds: 3_600, usedSeconds: 4_500, everyCycles: 50, usedCycles: 49 });
    expect(dueWorks([byUse], soon)).toEqual([
      { planId: 'p', title: 'Service', dueOn: null, hours: { used: 1.25, every: 1 }, cycles: null },
    ]);
    expect(dueWorks([{ ...byUse, usedCycles: 50 }], soon)[0]?.cycles).toEqual({ used: 50, every: 50 });
    expect(dueWorks([{ ...byUse, usedSeconds: 3_599 }], soon)).toEqual([]);
  });
});
