import { describe, expect, it } from '@jest/globals';
import type { RapidTest } from '../rapid-test.entity.js';
import { waterValueOf } from './water-value.rules.js';

const card = { unit: 'mg/L', detectionLimit: 0.02, rangeLow: 0.1 };
const run = (value: number | null, change: Partial<RapidTest> = {}) =>
  waterValueOf({
    item: 'NH3-N',
    value,
    unit: 'mg/L',
    dilution: 1,
    details: { card } as RapidTest['details'],
    ...change,
  });

describe('what a run says of the class of its water', () => {
  it.each([
    ['a value that is measured', run(0.5), { value: 0.5 }],
    ['after dilution', run(0.5, { dilution: 10 }), { value: 5 }],
    ['below detection: from nothing to the detection limit', run(0.01, { dilution: 5 }), { within: [0, 0.1] }],
    ['below quantification: up to where the range begins', run(0.05), { within: [0.02, 0.1] }],
    ['without a card', run(0.01, { details: { card: null } as RapidTest['details'] }), { value: 0.01 }],
  ])('%s', (_, said, expected) => {
    expect(said).toEqual({ item: 'NH3-N', value: expect.any(Number), unit: 'mg/L', ...expected });
  });

  it.each([
    ['of a strip', run(null)],
    ['of an instrument that drifts below nothing', run(-0.03)],
    ['in another unit than the card', run(0.5, { unit: 'μg/L' })],
  ])('is nothing %s', (_, said) => {
    expect(said).toBeUndefined();
  });
});
