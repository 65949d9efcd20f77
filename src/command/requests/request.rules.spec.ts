import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REQUEST_KINDS } from './request.codes.js';
import { afterMeeting, fitsKind, leftOf, namedIn, type Tally } from './request.rules.js';

const asked = (quantity: number, met = 0): Tally => ({
  quantity,
  met,
  state: met === 0 ? 'open' : met === quantity ? 'met' : 'partially_met',
});

describe('meeting a request', () => {
  it('goes from open over partially met to met', () => {
    const partly = afterMeeting(asked(3), 2);
    expect(partly).toEqual({ quantity: 3, met: 2, state: 'partially_met' });
    expect(partly && leftOf(partly)).toBe(1);
    expect(afterMeeting(asked(3, 2), 1)).toEqual({ quantity: 3, met: 3, state: 'met' });
    expect(afterMeeting(asked(1), 1)?.state).toBe('met');
  });

  it('never gives more than was asked for', () => {
    expect(afterMeeting(asked(3, 2), 2)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.integer({ min: 1, max: 100 })), (quantity, steps) => {
        const end = steps.reduce((tally, more) => afterMeeting(tally, more) ?? tally, asked(quantity));
        return end.met <= quantity && (end.state === 'met') === (end.met === quantity);
      }),
    );
  });
});

describe('what is given', () => {
  it.each([
    ['device', { deviceIds: ['a'] }, true],
    ['device', { expertIds: ['a'] }, false],
    ['device', { userIds: ['a'] }, false],
    ['expert', { expertIds: ['a'], userIds: ['b'] }, true],
    ['expert', { deviceIds: ['a'] }, false],
    ['people', { userIds: ['a'] }, true],
    ['people', { expertIds: ['a'] }, false],
  ] as const)('to a request for %s: %j fits: %s', (kind, given, fits) => {
    expect(fitsKind(kind, given)).toBe(fits);
  });

  it('may name nothing, whatever the kind', () => {
    for (const kind of REQUEST_KINDS) expect(fitsKind(kind, {})).toBe(true);
  });

  it('counts everything that it names', () => {
    expect(namedIn({})).toBe(0);
    expect(namedIn({ expertIds: ['a', 'b'], userIds: ['c'] })).toBe(3);
  });
});
