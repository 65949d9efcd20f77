import { describe, expect, it } from '@jest/globals';
import {
  isOpenJourney,
  JOURNEY_MOVES,
  JOURNEY_STATES,
  type JourneyState,
  mayAdvance,
  missingFields,
  STEP_SIDES,
} from './journey.rules.js';

describe('the states of a journey', () => {
  it('are all reachable from being prepared, and end at home or before the start', () => {
    const reached = new Set<JourneyState>(['prepared']);
    for (const state of reached) for (const next of JOURNEY_MOVES[state]) reached.add(next);
    expect([...reached].toSorted()).toEqual([...JOURNEY_STATES].toSorted());
    expect(JOURNEY_STATES.filter((state) => !isOpenJourney(state))).toEqual(['return_received', 'cancelled']);
  });

  it('lead there and back, with or without word from the road', () => {
    const way: JourneyState[] = [
      'prepared',
      'dispatched',
      'in_transit',
      'in_transit',
      'received',
      'return_dispatched',
      'return_received',
    ];
    expect(way.slice(1).every((state, nth) => mayAdvance(way[nth] as JourneyState, state))).toBe(true);
    expect(mayAdvance('dispatched', 'received')).toBe(true);
    expect(mayAdvance('received', 'return_received')).toBe(true);
  });

  it.each([
    ['prepared', 'received'],
    ['dispatched', 'cancelled'],
    ['received', 'in_transit'],
    ['return_received', 'dispatched'],
  ] as const)('do not lead from %s to %s', (from, to) => expect(mayAdvance(from, to)).toBe(false));
});

describe('a step', () => {
  it('is told by the side that has the device in its hands', () => {
    expect(STEP_SIDES.dispatched).toEqual(['owner']);
    expect(STEP_SIDES.received).toEqual(['borrower']);
    expect(STEP_SIDES.return_received).toEqual(['owner']);
  });

  it('says who carries it, and how it came', () => {
    expect(missingFields('dispatched', { carrier: '顺丰' })).toEqual(['signature']);
    expect(missingFields('received', { condition: undefined })).toEqual(['condition', 'signature']);
    expect(missingFields('in_transit', {})).toEqual([]);
  });
});
