import { describe, expect, it } from '@jest/globals';
import { filmIn, iso6709, lastWords } from './film.rules.js';

const picture = { codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080, avg_frame_rate: '30000/1001' };

describe('what a film says', () => {
  it('is its length, size, time and place', () => {
    const tags = { creation_time: '2026-06-01T02:00:00.000000Z', location: '+37.8861+116.5423+010.000/', make: 'DJI' };
    const printed = { streams: [{ codec_type: 'audio' }, picture], format: { duration: '12.5', tags } };
    expect(filmIn(printed)).toEqual({
      durationSeconds: 12.5,
      codec: 'h264',
      widthPixels: 1920,
      heightPixels: 1080,
      framesPerSecond: expect.closeTo(29.97, 2),
      rotationDegrees: 0,
      hasSound: true,
      creationTime: '2026-06-01T02:00:00.000000Z',
      position: { lon: 116.5423, lat: 37.8861, altitudeMetres: 10 },
      make: 'DJI',
      model: null,
    });
  });

  it.each([
    ['the matrix', { side_data_list: [{ rotation: -90 }] }, 90],
    ['the matrix the other way', { side_data_list: [{ rotation: 90 }] }, 270],
    ['an old tag', { tags: { rotate: '180' } }, 180],
    ['nonsense', { tags: { rotate: 'sideways' } }, 0],
  ])('is turned by %s', (_, more, degrees) => {
    expect(filmIn({ streams: [{ ...picture, ...more }] })?.rotationDegrees).toBe(degrees);
  });

  it('is nothing where there is no moving picture', () => {
    expect(filmIn({ streams: [{ codec_type: 'audio' }] })).toBeUndefined();
    expect(filmIn({ streams: [{ ...picture, disposition: { attached_pic: 1 } }] })).toBeUndefined();
    expect(filmIn(null)).toBeUndefined();
  });

  it('stays unknown where it is not said, and keeps no control characters', () => {
    const bare = filmIn({ streams: [{ codec_type: 'video', tags: { make: 'a\u0000b' } }] });
    expect(bare).toMatchObject({ durationSeconds: null, framesPerSecond: null, position: null, make: 'a b' });
  });
});

describe('the last words of a tool', () => {
  it.each([
    [
      '[mov,mp4 @ 0x55] moov atom not found\nfile:/srv/media/a1b2: Invalid data found when processing input\n',
      '…: Invalid data found when processing input',
    ],
    ["Unable to open '/srv/x/y.mp4'\r\n", "Unable to open '…'"],
    ['a\u0007b', 'a b'],
    ['\n \n', null],
    ['', null],
  ])('%j', (stderr, said) => expect(lastWords(stderr)).toBe(said));

  it('are no more than a line of 200 characters', () => {
    expect(lastWords('x'.repeat(5_000))).toHaveLength(200);
  });
});

describe('a place by ISO 6709', () => {
  it.each([
    ['+37.8861+116.5423/', { lon: 116.5423, lat: 37.8861, altitudeMetres: null }],
    ['-05.5-070.25-12.5CRSWGS_84/', { lon: -70.25, lat: -5.5, altitudeMetres: -12.5 }],
    ['+91.0+116.5/', null],
    ['37.9,116.5', null],
    [null, null],
  ])('%s', (written, place) => {
    expect(iso6709(written)).toEqual(place);
  });
});
