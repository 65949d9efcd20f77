import { describe, expect, it } from '@jest/globals';
import type { MetadataClaims } from '../metadata/claim.types.js';
import { judgeMetadata } from '../metadata/claims.rules.js';
import { NO_TAGS } from '../metadata/raw-tags.js';
import { withFilm } from './film-claims.rules.js';
import { filmIn } from './film.rules.js';

const RECEIVED_AT = new Date('2026-06-01T12:00:00Z');

function judge(tags: Record<string, string>, fileName = 'DJI_0001.MP4'): MetadataClaims {
  const film = filmIn({ streams: [{ codec_type: 'video', width: 1920, height: 1080 }], format: { tags } });
  if (!film) throw new Error('no film');
  return withFilm(judgeMetadata(NO_TAGS, RECEIVED_AT), film, { fileName, receivedAt: RECEIVED_AT });
}

describe('when a film was made', () => {
  const utc = { creation_time: '2026-06-01T02:00:00.000000Z' };
  const named = 'DJI_20260601100030_0001_V.MP4';

  it.each([
    ['UTC by definition, which counts little', utc, 'DJI_0001.MP4', '2026-06-01T02:00:00.000Z', 'utc', 'low'],
    ['UTC where the name bears that out', utc, named, '2026-06-01T02:00:00.000Z', 'utc', 'medium'],
    [
      'local time where the name says the same',
      { creation_time: '2026-06-01T10:00:31.000000Z' },
      named,
      '2026-06-01T02:00:31.000Z',
      'assumed',
      'low',
    ],
    [
      'local time where it lies after the receipt',
      { creation_time: '2026-06-01T19:30:00.000000Z' },
      'a.mp4',
      '2026-06-01T11:30:00.000Z',
      'assumed',
      'low',
    ],
    [
      'the offset beside it',
      { ...utc, 'com.apple.quicktime.creationdate': '2026-06-01T11:00:00+0900' },
      'a.mov',
      '2026-06-01T02:00:00.000Z',
      'stated',
      'medium',
    ],
  ] as const)('is %s', (_, tags, name, at, zone, trust) => {
    const { times, time, flags } = judge(tags, name);
    expect(times).toEqual([expect.objectContaining({ source: 'film_container', at, zone, trust, problem: null })]);
    // The one taken is one of them, which is how the record marks it.
    expect(time?.claim).toBe(times[0]);
    expect(flags).toEqual(zone === 'assumed' ? ['ZONE_ASSUMED'] : []);
  });

  it.each(['1904-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'yesterday', '2026-13-40T99:00:00Z'])(
    'is unknown by %s, which is kept',
    (written) => {
      const { times, time, flags } = judge({ creation_time: written });
      expect(times).toEqual([expect.objectContaining({ written, at: null, problem: 'TIME_UNREADABLE' })]);
      expect([time, flags]).toEqual([null, ['TIME_UNREADABLE']]);
    },
  );

  it('is flagged where it lies after the receipt in every zone, and no claim where nothing is written', () => {
    expect(judge({ creation_time: '2026-06-02T12:00:00Z' }).flags).toEqual(['ZONE_ASSUMED', 'CAPTURED_AFTER_RECEIPT']);
    expect(judge({})).toMatchObject({ times: [], time: null, positions: [], position: null, flags: [] });
  });
});

describe('where a film was made', () => {
  it('is what its container says, a claim of its own', () => {
    const { positions, position, camera, dimensions } = judge({ location: '+37.8861+116.5423+010.000/', make: 'DJI' });
    const claim = { source: 'film_container', lon: 116.5423, lat: 37.8861, trust: 'medium', problem: null };
    expect(positions).toEqual([claim]);
    expect(position).toEqual({ claim, reason: 'ONLY_USABLE_CLAIM' });
    expect(position?.claim).toBe(positions[0]);
    expect([camera.make, dimensions.widthPixels]).toEqual(['DJI', 1920]);
  });

  it('is not null island, which is kept', () => {
    expect(judge({ location: '+00.0000+000.0000/' })).toMatchObject({
      positions: [{ lon: 0, lat: 0, problem: 'NULL_ISLAND' }],
      position: null,
      flags: ['NULL_ISLAND'],
    });
  });
});
