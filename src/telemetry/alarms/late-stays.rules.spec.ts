import { describe, expect, it } from '@jest/globals';
import { circle, contains, destination } from '../../geo/index.js';
import type { Fence } from '../fences/fence.types.js';
import { lateStays } from './late-stays.rules.js';

const START = Date.UTC(2026, 4, 1, 8);
const second = (seconds: number) => new Date(START + seconds * 1000);
const CENTRE = { lon: 116.53, lat: 37.89 };
const FENCE = {
  fenceId: 'f',
  geometry: circle(CENTRE, 200),
  lowerMetres: 0,
  upperMetres: null,
  from: null,
  to: null,
  createdAt: second(-1),
  endedAt: null,
} as unknown as Fence;

/** `<second> <metres north>`; gives `from-to` of each stay. */
function stays(words: string, over: Partial<Fence> = {}, late: readonly [number, number] = [0, 1_000]): string {
  const points = words.split(',').map((word) => {
    const [at = '0', metres = '0', fix = 'gnss'] = word.trim().split(' ');
    const position = destination(CENTRE, 0, Number(metres));
    return { at: second(Number(at)), position, heightAboveTakeoffMetres: null, fix: fix as 'gnss' };
  });
  const fence = { ...FENCE, ...over };
  const stretch = { from: second(late[0]), to: second(late[1]) };
  const found = lateStays(points, stretch, ({ position }) => (contains(fence.geometry, position) ? [fence] : []));
  return found.map(({ from, to }) => `${(from.getTime() - START) / 1000}-${(to.getTime() - START) / 1000}`).join(' ');
}

describe('stays in a track that came late', () => {
  it.each<[string, string, string, Partial<Fence>?]>([
    ['none outside', '0 400, 2 300', ''],
    ['from the first to the last moment inside', '0 400, 2 100, 4 0, 6 100, 8 400', '2-6'],
    ['two where it was outside in between', '0 0, 2 400, 4 0', '0-0 4-4'],
    ['two where nothing is known in between', '0 0, 10 0, 80 0', '0-10 80-80'],
    ['nothing by a place that is not trusted', '0 0 none', ''],
    ['nothing from before it was drawn', '0 0, 10 0', '10-10', { createdAt: second(5) }],
    ['nothing from after it ended', '0 0, 10 0', '0-0', { endedAt: second(10) }],
    ['nothing outside its period', '0 0, 10 0, 20 0', '10-10', { from: second(10), to: second(20) }],
    ['nothing where the height is unknown and asked for', '0 0', '', { upperMetres: 100 }],
  ])('%s', (_, points, expected, over = {}) => expect(stays(points, over)).toBe(expected));

  it('are those of the stretch that came late, as far as they go beyond it', () => {
    expect(stays('0 0, 10 400, 20 0, 30 0, 40 0, 50 400, 60 0', {}, [30, 30])).toBe('20-40');
  });
});
