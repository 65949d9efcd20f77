import { describe, expect, it } from '@jest/globals';
import type { MetadataClaims } from './claim.types.js';
import { judgeMetadata } from './claims.rules.js';
import { NO_TAGS, type RawTags } from './raw-tags.js';

const RECEIVED_AT = new Date('2026-03-01T04:00:00Z');
const judge = (tags: Partial<RawTags>): MetadataClaims => judgeMetadata({ ...NO_TAGS, ...tags }, RECEIVED_AT);

describe('time claims', () => {
  const taken = { DateTimeOriginal: '2026:02:28 09:30:00' };

  it('takes Asia/Shanghai where no zone is on record, and says so', () => {
    const { time, flags } = judge({ exif: taken });
    expect(time).toMatchObject({
      reason: 'CAMERA_TIME_ZONE_ASSUMED',
      claim: { source: 'exif_time', at: '2026-02-28T01:30:00.000Z', zone: 'assumed', trust: 'low' },
    });
    expect(flags).toEqual(['ZONE_ASSUMED']);
  });

  it('prefers the stated offset, and keeps the fraction of the second', () => {
    const { time, flags } = judge({ exif: { ...taken, SubSecTimeOriginal: '25', OffsetTimeOriginal: '+02:00' } });
    expect(time).toMatchObject({ claim: { at: '2026-02-28T07:30:00.250Z', zone: 'stated', offsetMinutes: 120 } });
    expect(flags).toEqual([]);
  });

  it('finds the zone in the XMP copy of the same second, not of another', () => {
    expect(judge({ exif: taken, xmp: { CreateDate: '2026-02-28T09:30:00+09:00' } }).time?.claim).toMatchObject({
      at: '2026-02-28T00:30:00.000Z',
      zone: 'from_xmp',
    });
    const other = judge({ exif: taken, xmp: { CreateDate: '2026-02-28T09:31:00+09:00' } });
    expect(other.times.find(({ source }) => source === 'exif_time')?.zone).toBe('assumed');
  });

  it('finds the zone by satellite time', () => {
    const gps = {
      GPSDateStamp: '2026:02:28',
      GPSTimeStamp: [
        [1, 1],
        [29, 1],
        [30, 1],
      ],
    } as const;
    expect(judge({ exif: { ...taken, ...gps } }).time?.claim).toMatchObject({
      at: '2026-02-28T01:30:00.000Z',
      zone: 'from_gps',
    });
  });

  it('takes satellite time over a camera whose zone stays unknown, and flags a clock no zone explains', () => {
    const stale = {
      GPSDateStamp: '2026:02:28',
      GPSTimeStamp: [
        [1, 1],
        [10, 1],
        [0, 1],
      ],
    } as const;
    expect(judge({ exif: { ...taken, ...stale } })).toMatchObject({
      time: { reason: 'SATELLITE_TIME', claim: { source: 'gps_date', at: '2026-02-28T01:10:00.000Z' } },
      flags: [],
    });
    expect(judge({ exif: { ...taken, ...stale, GPSDateStamp: '2026:02:26' } }).flags).toEqual(['CLOCK_SKEW']);
    expect(judge({ exif: { ...taken, ...stale, OffsetTimeOriginal: '+08:00' } }).flags).toEqual(['CLOCK_SKEW']);
  });

  it('takes the receiver’s UTC at the exposure over everything', () => {
    const claims = judge({ exif: taken, isDjiXmp: true, xmp: { UTCAtExposure: '2026:02:28 01:30:00.117' } });
    expect(claims.time).toMatchObject({
      reason: 'RECEIVER_TIME_AT_EXPOSURE',
      claim: { at: '2026-02-28T01:30:00.117Z' },
    });
    expect(claims.times).toHaveLength(2);
  });

  it('reads the dashes of one firmware, and refuses days that do not exist', () => {
    expect(judge({ exif: { DateTimeOriginal: '2020-06-23 15:17:15' } }).time?.claim.at).toBe(
      '2020-06-23T07:17:15.000Z',
    );
    expect(judge({ exif: { DateTimeOriginal: '2026:02:30 10:00:00' } })).toMatchObject({
      time: null,
      flags: ['TIME_UNREADABLE'],
    });
    expect(judge({ exif: { DateTimeOriginal: '0000:00:00 00:00:00' } }).times).toEqual([]);
    expect(judge({ xmp: { CreateDate: '1970-01-01' } }).times).toEqual([]);
  });

  it.each([
    ['9999:12:31 23:59:59', '-12:00'],
    ['0001:01:01 00:00:00', '+08:00'],
    ['0050:06:01 10:00:00', '+08:00'],
    ['1900:01:01 00:00:00', '+08:00'],
    ['2024:05:01 10:00:75', '+08:00'],
  ])('takes %s %s for no time at all', (DateTimeOriginal, OffsetTimeOriginal) => {
    const { time, times, flags } = judge({ exif: { DateTimeOriginal, OffsetTimeOriginal } });
    expect(time).toBeNull();
    expect(times).toMatchObject([{ written: DateTimeOriginal, at: null, problem: 'TIME_UNREADABLE' }]);
    expect(flags).toEqual(['TIME_UNREADABLE']);
  });

  it.each(['+99:99', '-12:30', '+14:30', '+05:75'])('takes no zone from an offset of %s', (OffsetTimeOriginal) => {
    const { time, flags } = judge({ exif: { DateTimeOriginal: '2024:05:01 10:00:00', OffsetTimeOriginal } });
    expect(time?.claim).toMatchObject({ zone: 'assumed', at: '2024-05-01T02:00:00.000Z' });
    expect(flags).toEqual(['ZONE_ASSUMED']);
  });

  it('flags a picture from the future', () => {
    const at = (minutes: number): string => `2026:03:01 12:${String(minutes).padStart(2, '0')}:00`;
    const offset = { OffsetTimeOriginal: '+08:00' };
    expect(judge({ exif: { DateTimeOriginal: at(4), ...offset } }).flags).toEqual([]);
    expect(judge({ exif: { DateTimeOriginal: at(6), ...offset } }).flags).toEqual(['CAPTURED_AFTER_RECEIPT']);
  });
});
