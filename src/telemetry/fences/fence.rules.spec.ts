import { describe, expect, it } from '@jest/globals';
import { circle, contains, destination, distanceToEdgeMetres } from '../../geo/index.js';
import { detectFences, type FenceLimits, type FenceStay } from './fence.rules.js';

const START = Date.UTC(2026, 4, 1, 8);
const second = (seconds: number) => new Date(START + seconds * 1000);
const CENTRE = { lon: 116.53, lat: 37.89 };
const AREA = circle(CENTRE, 200);
const FENCE: FenceLimits = { fenceId: 'f', lowerMetres: 0, upperMetres: null, dwellMinutes: null };

/** `<second> <metres north of the centre> [<height>]`; what was told: `+` entered, `-` left with its second, `=` dwelled. */
function story(moments: string, over: Partial<FenceLimits> = {}, begin: readonly FenceStay[] = []): string {
  const told: string[] = [];
  let stays = begin;
  for (const words of moments.split(',')) {
    const [at = '0', metres = '0', height = ''] = words.trim().split(' ');
    const position = destination(CENTRE, 0, Number(metres));
    const when = second(Number(at));
    const sample = {
      at: when,
      receivedAt: when,
      position,
      heightAboveTakeoffMetres: height === '' ? null : Number(height),
    };
    const limits = { ...FENCE, ...over };
    const contact = {
      limits,
      holdsPosition: contains(AREA, position),
      metresOutside: () => distanceToEdgeMetres(AREA, position),
    };
    const outcome = detectFences(stays, sample, [contact]);
    if (outcome.entered.length > 0) told.push(`+${at}`);
    for (const { at: leftAt } of outcome.left) told.push(`-${(leftAt.getTime() - START) / 1000}`);
    if (outcome.dwelled.length > 0) told.push(`=${at}`);
    stays = outcome.stays;
  }
  return told.join(' ');
}

describe('a fence, one line a case', () => {
  it.each<[string, string, string, Partial<FenceLimits>?]>([
    ['outside is nothing to tell', '0 400, 2 300', ''],
    ['in is told at once, and once', '0 400, 2 100, 4 0, 6 100', '+2'],
    ['far outside has left at once', '0 0, 2 260', '+0 -2'],
    ['a little outside has left after ten seconds, with its first moment', '0 0, 2 210, 8 210, 12 210', '+0 -2'],
    ['to and fro over the edge is one stay', '0 190, 5 210, 10 190, 15 210, 20 190, 25 210', '+0'],
    ['in again is told again', '0 0, 2 260, 4 0', '+0 -2 +4'],
    ['five minutes inside are told once', '0 0, 299 0, 300 0, 302 0', '+0 =300', { dwellMinutes: 5 }],
    [
      'a moment over the edge does not begin the minutes anew',
      '0 0, 200 210, 202 0, 300 0',
      '+0 =300',
      { dwellMinutes: 5 },
    ],
    ['below the floor is outside', '0 0 20, 2 0 40', '+2', { lowerMetres: 30 }],
    ['above the top has left at once', '0 0 40, 2 0 120', '+0 -2', { lowerMetres: 30, upperMetres: 120 }],
    ['without a height, a band neither begins nor ends', '0 0, 2 0 40, 4 0, 30 0', '+2', { lowerMetres: 30 }],
    ['beside the band’s area no height is needed to have left', '0 0 40, 2 300', '+0 -2', { lowerMetres: 30 }],
  ])('%s', (_, moments, expected, over = {}) => expect(story(moments, over)).toBe(expected));

  it('goes on from what is known after a restart', () => {
    const stay = {
      fenceId: 'f',
      enteredAt: second(-400),
      enteredHeardAt: second(-400),
      dwellTold: true,
      outside: null,
    };
    expect(story('0 0, 2 0', { dwellMinutes: 5 }, [stay])).toBe('');
    expect(story('0 400', {}, [stay])).toBe('-0');
  });
});
