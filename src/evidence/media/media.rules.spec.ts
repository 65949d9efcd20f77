import { describe, expect, it } from '@jest/globals';
import { fileNameOf, kindOf, momentOf, readTaken, reportClaims, unambiguous } from './media.rules.js';
import { judgeMetadata } from '../metadata/claims.rules.js';
import { NO_TAGS } from '../metadata/raw-tags.js';
import { UploadReport, reportOf } from './media.schemas.js';
import { UNREPORTED } from './media.types.js';

const NOW = new Date('2026-03-01T04:00:00Z');

describe('a file from a drone', () => {
  it.each([
    ['image/jpeg', 'photo'],
    ['image/svg+xml', 'other'],
    ['video/mp4', 'video'],
    ['audio/wav', 'audio'],
    ['text/plain', 'other'],
    ['application/octet-stream', 'other'],
  ])('of %s is kept as %s', (mediaType, kind) => expect(kindOf(mediaType)).toBe(kind));

  it('has the name that was reported, else that of its key', () => {
    expect(fileNameOf('a/b/DJI_1.JPG', { ...UNREPORTED, name: 'X.JPG' })).toBe('X.JPG');
    expect(fileNameOf('a/b/DJI_1.JPG', UNREPORTED)).toBe('DJI_1.JPG');
  });

  it.each([
    ['2026-03-01 10:00:00', { at: '2026-03-01T02:00:00.000Z', offsetMinutes: 480, isStated: false }],
    ['2026-03-01T10:00:00Z', { at: '2026-03-01T10:00:00.000Z', offsetMinutes: 0, isStated: true }],
    ['2026-03-01T10:00:00-0330', { at: '2026-03-01T13:30:00.000Z', offsetMinutes: -210, isStated: true }],
    ['2026-13-01 10:00:00', null],
    ['yesterday', null],
  ])('was taken %s', (text, expected) => expect(readTaken(text)).toEqual(expected));

  it('is of the moment that it says itself, else of the reported one, never of its upload', () => {
    const silent = judgeMetadata(NO_TAGS, NOW);
    const dated = judgeMetadata({ ...NO_TAGS, exif: { DateTimeOriginal: '2026:03:01 09:00:00' } }, NOW);
    const report = { ...UNREPORTED, takenText: '2026-03-01 10:00:00' };
    expect([
      momentOf({ claims: dated }, report)?.toISOString(),
      momentOf({ claims: silent }, report)?.toISOString(),
      momentOf({ claims: silent }, { ...report, takenText: 'yesterday' }),
      momentOf({ claims: silent }, UNREPORTED),
    ]).toEqual(['2026-03-01T01:00:00.000Z', '2026-03-01T02:00:00.000Z', undefined, undefined]);
  });

  it.each([
    [[], undefined],
    [[null, undefined], undefined],
    [['a', null], 'a'],
    [['a', 'a'], 'a'],
    [['a', 'b'], undefined],
  ])('belongs to the one case that %j mean: %s', (caseIds, expected) => expect(unambiguous(caseIds)).toBe(expected));
});

describe('a report', () => {
  it('is claims of the gateway, of low trust and never chosen', () => {
    const report = { ...UNREPORTED, position: { lon: 116.5, lat: 37.9 }, takenText: 'yesterday' };
    expect(reportClaims('item', report, NOW)).toEqual([
      expect.objectContaining({
        subject: 'position',
        source: 'gateway',
        value: { lon: 116.5, lat: 37.9 },
        chosen: false,
      }),
      expect.objectContaining({
        subject: 'time',
        trust: 'low',
        chosen: false,
        problem: 'TIME_UNREADABLE',
        value: { written: 'yesterday', at: null, zone: null, offsetMinutes: null },
      }),
    ]);
    expect(reportClaims('item', UNREPORTED, NOW)).toEqual([]);
  });

  const read = (metadata: unknown) => reportOf(UploadReport.parse({ object_key: 'k', metadata }));

  it('reads numbers that come as text, and what cannot be read as not said', () => {
    expect(read({ gimbal_yaw_degree: '-30.5', absolute_altitude: 'NaN', relative_altitude: 1e9 })).toMatchObject({
      gimbalYawDegrees: -30.5,
      absoluteAltitudeMetres: null,
      relativeAltitudeMetres: null,
    });
    expect(read({ created_time: 'a\u0000b' }).takenText).toBeNull();
    expect(read({ create_time: '2026-03-01 10:00:00' }).takenText).toBe('2026-03-01 10:00:00');
    expect(read('none')).toMatchObject({ position: null });
  });

  it.each([
    [
      { lat: 37.9, lng: '116.5' },
      { lon: 116.5, lat: 37.9 },
    ],
    [{ lat: 0, lng: 0 }, null],
    [{ lat: 213, lng: 1 }, null],
    [{ lat: 37.9 }, null],
    [7, null],
  ])('was made at %j: %j', (shoot_position, expected) => expect(read({ shoot_position }).position).toEqual(expected));
});
