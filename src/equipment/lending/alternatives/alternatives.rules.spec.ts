import { describe, expect, it } from '@jest/globals';
import type { Candidate, Wish } from './alternatives.rules.js';
import { proposeAlternatives } from './alternatives.rules.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));
const period = (from: number, to: number) => ({ from: at(from), to: at(to) });
const wish: Wish = {
  during: period(8, 10),
  refusedIds: new Set(['wanted']),
  kindCodes: new Set(['mavic-3t']),
  together: [],
  horizon: at(24),
};

function candidate(deviceId: string, over: Partial<Candidate> = {}): Candidate {
  return {
    deviceId,
    assetCode: `HB-${deviceId}`,
    kindCode: 'mavic-3t',
    distanceMetres: null,
    turnaroundMinutes: 0,
    usableUntil: null,
    blocked: [],
    ...over,
  };
}

const idsOf = (candidates: Candidate[], limit = 5) =>
  proposeAlternatives(wish, candidates, limit).map(({ reason, deviceId }) => `${reason} ${deviceId}`);

describe('proposeAlternatives', () => {
  it('names free devices of the same kind, nearest first, those of unknown distance last', () => {
    const pool = [
      candidate('nowhere-b'),
      candidate('far', { distanceMetres: 90_000 }),
      candidate('nowhere-a'),
      candidate('near', { distanceMetres: 3_000 }),
      candidate('busy', { distanceMetres: 1, blocked: [period(9, 11)] }),
      candidate('other', { distanceMetres: 1, kindCode: 'matrice-30t' }),
    ];
    expect(idsOf(pool)).toEqual(['same_kind near', 'same_kind far', 'same_kind nowhere-a', 'same_kind nowhere-b']);
    expect(idsOf(pool, 2)).toEqual(['same_kind near', 'same_kind far']);
  });

  it('names the next free period of the refused device itself', () => {
    const wanted = candidate('wanted', { blocked: [period(9, 11), period(12, 15)] });
    expect(proposeAlternatives(wish, [wanted], 5)).toEqual([
      {
        reason: 'next_free_period',
        deviceId: 'wanted',
        assetCode: 'HB-wanted',
        kindCode: 'mavic-3t',
        distanceMetres: null,
        during: period(15, 17),
      },
    ]);
  });

  it('names a next free period in which all that is wanted together is free', () => {
    const wanted = candidate('wanted', { blocked: [period(8, 10)] });
    const companion = candidate('companion', { turnaroundMinutes: 60, blocked: [period(12, 14)] });
    const laterOf = (over: Partial<Wish>) =>
      proposeAlternatives({ ...wish, ...over }, [wanted], 5).map((one) => one.during);
    expect(laterOf({})).toEqual([period(10, 12)]);
    expect(laterOf({ together: [wanted, companion] })).toEqual([period(14, 16)]);
    expect(laterOf({ together: [candidate('lapsing', { usableUntil: at(11) })] })).toEqual([]);
  });

  it('counts a turnaround, and proposes nothing past the horizon or a certificate', () => {
    const slow = candidate('slow', { turnaroundMinutes: 61, blocked: [period(11, 12)] });
    const lapsing = candidate('lapsing', { usableUntil: at(9) });
    const lapsesLater = candidate('wanted', { usableUntil: at(12), blocked: [period(7, 11)] });
    const neverFree = candidate('wanted', { blocked: [period(7, 23)] });
    expect(idsOf([slow, lapsing, lapsesLater, neverFree])).toEqual([]);
    expect(idsOf([candidate('quick', { turnaroundMinutes: 60, blocked: [period(11, 12)] })])).toEqual([
      'same_kind quick',
    ]);
  });
});
