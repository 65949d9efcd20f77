import { describe, expect, it } from '@jest/globals';
import { judgeMetadata } from '../metadata/claims.rules.js';
import { NO_TAGS } from '../metadata/raw-tags.js';
import { claimedColumns, claimRows } from './item.rules.js';

const RECEIVED_AT = new Date('2026-03-01T04:00:00Z');
const tags = {
  ...NO_TAGS,
  isDjiXmp: true,
  exif: { DateTimeOriginal: '2026:03:01 10:00:00' },
  xmp: {
    GpsLatitude: '38.5',
    GpsLongitude: '115.25',
    GPSLatitude: '38,30.0N',
    GPSLongitude: '115,15.0E',
    RelativeAltitude: '+60.0',
  },
};

describe('the columns of an item', () => {
  it('are what was chosen, and what else the file says', () => {
    expect(claimedColumns(judgeMetadata(tags, RECEIVED_AT), tags, null)).toMatchObject({
      capturedAt: new Date('2026-03-01T02:00:00Z'),
      capturedSource: 'exif_time',
      lon: 115.25,
      lat: 38.5,
      positionSource: 'xmp_dji',
      place: null,
      adcode: null,
      metadata: { heights: { aboveTakeoffMetres: 60 }, zone: 'assumed', tags },
    });
  });

  it('are empty where the file says nothing', () => {
    expect(claimedColumns(judgeMetadata(NO_TAGS, RECEIVED_AT), null, null)).toMatchObject({
      capturedAt: null,
      capturedSource: null,
      lon: null,
      lat: null,
      positionSource: null,
      metadata: { zone: null, tags: null },
    });
  });
});

describe('the rows of claims', () => {
  it('are one for each source, exactly one of each subject chosen and with its reason', () => {
    const rows = claimRows('item', judgeMetadata(tags, RECEIVED_AT), RECEIVED_AT);
    expect(rows.map(({ subject, source, chosen, reason }) => [subject, source, chosen, reason])).toEqual([
      ['position', 'xmp_dji', true, 'NOTHING_BETTER'],
      ['position', 'xmp_exif', false, null],
      ['time', 'exif_time', true, 'CAMERA_TIME_ZONE_ASSUMED'],
    ]);
    expect(rows[2]?.value).toEqual({
      written: '2026:03:01 10:00:00',
      at: '2026-03-01T02:00:00.000Z',
      zone: 'assumed',
      offsetMinutes: 480,
    });
  });
});
