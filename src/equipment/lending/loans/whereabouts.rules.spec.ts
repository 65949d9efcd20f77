import { describe, expect, it } from '@jest/globals';
import type { JourneyState } from './journey.rules.js';
import { type CustodyFacts, type WhereaboutsFacts, whereaboutsOf } from './whereabouts.rules.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));
const HOME = { lon: 116.5, lat: 37.9 };
const ROAD = { lon: 115, lat: 38 };
const journey = (state: JourneyState, hour: number, underway: typeof ROAD | null = null) => ({
  state,
  borrowerUnitId: 'daming',
  at: at(hour),
  here: null,
  underway,
});
const custody = (from: number, returned: number | null, over: Partial<CustodyFacts> = {}): CustodyFacts => ({
  holderUnitId: 'daming',
  from: at(from),
  positionOut: null,
  returnedAt: returned === null ? null : at(returned),
  positionIn: null,
  ...over,
});
const found = (facts: Partial<WhereaboutsFacts>) =>
  whereaboutsOf({ ownerUnitId: 'dongguang', home: HOME, journey: null, custody: null, ...facts });

describe('whereaboutsOf', () => {
  it('is home for what never left', () => {
    expect(found({})).toEqual({ source: 'home', since: null, unitId: 'dongguang', position: HOME });
  });

  it('is the holder for what is out, where it was taken', () => {
    expect(found({ custody: custody(8, null, { positionOut: ROAD }) })).toEqual({
      source: 'custody',
      since: at(8),
      unitId: 'daming',
      position: ROAD,
    });
  });

  it('is nobody on the road, with the last word from there', () => {
    for (const state of ['dispatched', 'in_transit', 'return_dispatched'] as const) {
      expect(found({ journey: journey(state, 9, ROAD) })).toEqual({
        source: 'journey',
        since: at(9),
        unitId: null,
        position: ROAD,
      });
    }
  });

  it('is the borrower from the receipt on, also between the hand-back there and the way back', () => {
    expect(found({ journey: journey('received', 10) })).toMatchObject({ source: 'journey', unitId: 'daming' });
    const handedBack = { journey: journey('received', 10), custody: custody(11, 15) };
    expect(found(handedBack)).toEqual({ source: 'custody', since: at(15), unitId: 'daming', position: null });
    expect(found({ ...handedBack, journey: journey('return_dispatched', 16) })).toMatchObject({ unitId: null });
  });

  it('is home again when it came back, whichever way', () => {
    expect(found({ journey: journey('return_received', 18, ROAD), custody: custody(11, 15) })).toMatchObject({
      source: 'journey',
      unitId: 'dongguang',
      position: HOME,
    });
    expect(found({ custody: custody(8, 12) })).toMatchObject({ since: at(12), unitId: 'dongguang', position: HOME });
    expect(found({ journey: journey('cancelled', 8) }).source).toBe('home');
  });

  it('follows the later word, not the journey of a loan long over', () => {
    expect(found({ journey: journey('return_received', 2), custody: custody(8, null) })).toMatchObject({
      source: 'custody',
      since: at(8),
      unitId: 'daming',
    });
  });
});
