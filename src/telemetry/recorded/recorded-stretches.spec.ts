import { describe, expect, it } from '@jest/globals';
import type { Tx } from '../../platform/index.js';
import type { RecordedRepository } from './recorded.repository.js';
import type { RecordedTrack, StoredPoint } from './recorded.types.js';
import type { RecordedPointRepository } from './recorded-point.repository.js';
import { RecordedStretches } from './recorded-stretches.js';
import { trackSources } from './track-sources.js';

const during = { from: new Date(0), to: new Date(3_600_000) };
const trackOf = (id: string) => ({ id, kind: 'gpx', saidBy: 'declared', summary: null }) as unknown as RecordedTrack;
const pointsOf = (trackId: string, count: number) =>
  Array.from(
    { length: count },
    (_, index) => ({ trackId, at: new Date(index * 1000), position: { lon: 116, lat: 38 } }) as StoredPoint,
  );

function stretchesOf(files: Readonly<Record<string, number>>): RecordedStretches {
  const tracks = { ofDevice: () => Promise.resolve(Object.keys(files).map(trackOf)) };
  const points = {
    points: (_tx: Tx, id: string, _period: object, { limit }: { readonly limit: number }) =>
      Promise.resolve(pointsOf(id, files[id] ?? 0).slice(0, limit)),
  };
  return new RecordedStretches(tracks as unknown as RecordedRepository, points as unknown as RecordedPointRepository);
}

describe('stretches of recorded tracks', () => {
  it.each([
    ['fewer points than are shown', { a: 3, b: 2 }, ['a 3', 'b 2'], false],
    ['exactly as many', { a: 6, b: 4 }, ['a 6', 'b 4'], false],
    ['exactly as many before the last file', { a: 10, b: 4 }, ['a 10'], true],
    ['more in a file', { a: 6, b: 5, c: 1 }, ['a 6', 'b 4'], true],
  ])('show at most so many points and say so: %s', async (_, files, shown, isTruncated) => {
    const { stretches, truncated } = await stretchesOf(files).of({} as Tx, 'device', [during], 10);
    expect(stretches.map(({ track, points }) => `${track.id} ${points.length}`)).toEqual(shown);
    expect(truncated).toBe(isTruncated);
    const sources = trackSources([], stretches, false);
    expect(sources.map(({ from }) => from)).toEqual(shown.map(() => new Date(0).toISOString()));
  });
});
