import { describe, expect, it } from '@jest/globals';
import {
  HAND_OVER_MOVES,
  HAND_OVER_STATES,
  type HandOverState,
  handOverRefusal,
  type Receiver,
} from './hand-over.rules.js';

describe('the states of a hand-over', () => {
  it('are all reachable from an offer, and each settles it', () => {
    const reached = new Set<HandOverState>(['offered']);
    for (const state of reached) for (const next of HAND_OVER_MOVES[state]) reached.add(next);
    expect([...reached]).toEqual([...HAND_OVER_STATES]);
    expect(HAND_OVER_STATES.filter((state) => HAND_OVER_MOVES[state].length === 0)).toEqual(HAND_OVER_STATES.slice(1));
  });
});

describe('handOverRefusal', () => {
  const held = { holderId: 'li', bookingUnitId: 'dongguang' };
  const wang: Receiver = { userId: 'wang', unitId: 'dongguang', mayHold: true, inCase: false };
  const refusal = (over: Partial<Receiver>, of = held) => handOverRefusal(of, { ...wang, ...over });

  it('lets it go within the unit that booked, to whoever works on the case, and back to the booking unit', () => {
    expect(refusal({})).toBeNull();
    expect(refusal({ unitId: 'anping', inCase: true })).toBeNull();
    expect(refusal({}, { ...held, holderId: 'zhao-of-anping' })).toBeNull();
  });

  it.each([
    ['HAND_OVER_TO_SELF', { userId: 'li' }],
    ['HAND_OVER_RECEIVER_UNFIT', { mayHold: false, inCase: true }],
    ['HAND_OVER_RECEIVER_OUTSIDE', { unitId: 'anping' }],
  ] as const)('%s', (code, over) => {
    expect(refusal(over)).toBe(code);
  });
});
