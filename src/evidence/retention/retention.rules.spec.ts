import { describe, expect, it } from '@jest/globals';
import { type Candidate, dueOf, type Keeping, monthsLater, policyFor } from './retention.rules.js';

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const now = at('2026-11-28');
const general: Keeping = {
  id: 'general',
  domain: null,
  keepMonths: 12,
  includesSealed: false,
  validFrom: at('2020-01-01'),
};
const ofWater: Keeping = { ...general, id: 'water', domain: 'water', keepMonths: 60 };
const closed = (domain: string, day: string) => ({ domain, closedAt: at(day) });
const item = (over: Partial<Candidate>): Candidate => ({
  state: 'received',
  isHeld: false,
  isListed: true,
  cases: [closed('food', '2025-01-01')],
  ...over,
});

describe('an item', () => {
  it('whose case was closed longer ago than the policy keeps it is due', () => {
    expect(dueOf(item({}), [general], now)).toEqual({ due: true, dueAt: at('2026-01-01'), policyId: 'general' });
  });

  it.each([
    ['removed already', { state: 'removed' }, [general], 'removed'],
    ['under a hold', { isHeld: true }, [general], 'held'],
    ['of no case', { isListed: false, cases: [] }, [general], 'no_case'],
    ['taken off its only list', { isListed: false }, [general], 'no_case'],
    ['of an open case', { cases: [{ domain: 'food', closedAt: null }] }, [general], 'case_open'],
    ['without any policy', {}, [], 'no_policy'],
    ['whose only policy is another domain’s', {}, [ofWater], 'no_policy'],
    ['whose policy is not in force yet', {}, [{ ...general, validFrom: at('2027-01-01') }], 'no_policy'],
    ['that is sealed', { state: 'sealed' }, [general], 'sealed'],
    ['closed a year ago but a day', { cases: [closed('food', '2025-11-29')] }, [general], 'period_runs'],
    [
      'with one case still open',
      { cases: [closed('food', '2020-01-01'), { domain: 'food', closedAt: null }] },
      [general],
      'case_open',
    ],
    [
      'with one case that keeps longer',
      { cases: [closed('food', '2020-01-01'), closed('water', '2024-01-01')] },
      [general, ofWater],
      'period_runs',
    ],
  ] as const)('%s is kept', (_, over, policies, because) =>
    expect(dueOf(item(over), policies, now)).toEqual({ due: false, because }),
  );

  it('that is sealed goes where the policy says so', () => {
    expect(dueOf(item({ state: 'sealed' }), [{ ...general, includesSealed: true }], now).due).toBe(true);
  });

  it('goes by the policy whose period ends last', () => {
    const cases = [closed('food', '2025-10-01'), closed('water', '2021-01-01')];
    expect(dueOf(item({ cases }), [general, ofWater], now)).toEqual({
      due: true,
      dueAt: at('2026-10-01'),
      policyId: 'general',
    });
  });
});

describe('a policy', () => {
  it.each([
    ['water', 'water'],
    ['food', 'general'],
  ])('for %s is that of %s', (domain, id) => expect(policyFor(domain, [general, ofWater], now)?.id).toBe(id));
});

describe('months later', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-11-28', 12, '2027-11-28'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('%s and %d are %s', (from, months, to) => expect(monthsLater(at(from), months)).toEqual(at(to)));
});
