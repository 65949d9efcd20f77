import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { MetadataClaims } from './claim.types.js';
import { judgeMetadata, judgeOutcome } from './claims.rules.js';
import { MetadataReader } from './metadata.reader.js';
import { NO_TAGS, type RawTags } from './raw-tags.js';

const RECEIVED_AT = new Date('2026-03-01T04:00:00Z');
const judge = (tags: Partial<RawTags>): MetadataClaims => judgeMetadata({ ...NO_TAGS, ...tags }, RECEIVED_AT);
const NEAR_BAODING = {
  GPSLatitude: [
    [38, 1],
    [52, 1],
    [264, 10],
  ],
  GPSLatitudeRef: 'N',
  GPSLongitude: [
    [115, 1],
    [27, 1],
    [522, 10],
  ],
  GPSLongitudeRef: 'E',
} as const;

describe('position claims', () => {
  it('keeps each source, takes EXIF first, and says why', () => {
    const claims = judge({
      exif: NEAR_BAODING,
      isDjiXmp: true,
      xmp: {
        GpsLatitude: '+38.8740001',
        GpsLongitude: '+115.4645001',
        GPSLatitude: '38,52.44N',
        GPSLongitude: '115,27.87E',
      },
    });
    expect(claims.positions.map(({ source, trust }) => [source, trust])).toEqual([
      ['exif_gps', 'high'],
      ['xmp_dji', 'high'],
      ['xmp_exif', 'medium'],
    ]);
    expect(claims.position).toMatchObject({
      reason: 'STANDARD_TAG_FIRST',
      claim: { source: 'exif_gps', lon: 115.4645 },
    });
    expect(claims.position?.claim.lat).toBeCloseTo(38.874, 9);
    expect(claims.flags).toEqual([]);
  });

  it('reads the longitude under the name older firmware misspells', () => {
    const { position } = judge({ isDjiXmp: true, xmp: { GpsLatitude: '38.5', GpsLongtitude: '115.25' } });
    expect(position).toEqual({
      claim: { source: 'xmp_dji', lat: 38.5, lon: 115.25, trust: 'high', problem: null },
      reason: 'ONLY_USABLE_CLAIM',
    });
  });

  it('does not take tags of that name for DJI’s without its name space', () => {
    expect(judge({ xmp: { Latitude: '38.5', Longitude: '115.25' } }).positions).toEqual([]);
  });

  it('flags sources that contradict each other', () => {
    const claims = judge({
      exif: NEAR_BAODING,
      isDjiXmp: true,
      xmp: { GpsLatitude: '38.8743', GpsLongitude: '115.4645' },
    });
    expect(claims.flags).toEqual(['POSITIONS_DISAGREE']);
  });

  it('takes the next source when the first cannot be used, and keeps the unusable one', () => {
    const zero = [
      [0, 1],
      [0, 1],
      [0, 1],
    ] as const;
    const claims = judge({
      exif: { GPSLatitude: zero, GPSLatitudeRef: 'N', GPSLongitude: zero, GPSLongitudeRef: 'E' },
      isDjiXmp: true,
      xmp: { GpsLatitude: '38.5', GpsLongitude: '115.25' },
    });
    expect(claims.positions[0]).toMatchObject({ source: 'exif_gps', lon: 0, lat: 0, problem: 'NULL_ISLAND' });
    expect(claims.position?.claim.source).toBe('xmp_dji');
    expect(claims.flags).toEqual(['NULL_ISLAND']);
  });

  it('leaves a picture on the equator or the prime meridian alone', () => {
    const onEquator = judge({ isDjiXmp: true, xmp: { GpsLatitude: '0', GpsLongitude: '115.25' } });
    const onMeridian = judge({ isDjiXmp: true, xmp: { GpsLatitude: '51.5', GpsLongitude: '0' } });
    expect([onEquator.position?.claim.lat, onMeridian.position?.claim.lon]).toEqual([0, 0]);
    expect([...onEquator.flags, ...onMeridian.flags]).toEqual([]);
  });

  it('knows no position without the letters that give the sign, and none where the receiver had no fix', () => {
    const { GPSLatitude, GPSLongitude } = NEAR_BAODING;
    expect(judge({ exif: { GPSLatitude, GPSLongitude } })).toMatchObject({ position: null, flags: ['GPS_EMPTY'] });
    const lost = judge({ isDjiXmp: true, xmp: { GpsLatitude: '38.5', GpsLongitude: '115.2', GpsStatus: 'Invalid' } });
    expect(lost).toMatchObject({ position: null, flags: ['GPS_STATUS_INVALID'] });
  });
});

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

describe('the rest', () => {
  it('turns a wrapped height back, and signs one below sea level', () => {
    expect(judge({ exif: { GPSAltitude: [4_294_967_284, 1] } })).toMatchObject({
      heights: { exifMetres: -12 },
      flags: ['ALTITUDE_WRAPPED'],
    });
    expect(judge({ exif: { GPSAltitude: [85, 10], GPSAltitudeRef: 1 } })).toMatchObject({
      heights: { exifMetres: -8.5 },
      flags: [],
    });
  });

  it('takes a large numerator over a fine division for a height, and Exif 3.0’s reference to the ellipsoid for a sign', () => {
    expect(judge({ exif: { GPSAltitude: [3_000_000_000, 10_000_000] } })).toMatchObject({
      heights: { exifMetres: 300 },
      flags: [],
    });
    expect(judge({ exif: { GPSAltitude: [4_294_840_000, 10_000] } }).heights.exifMetres).toBeCloseTo(-12.7296, 4);
    const signed = (reference: number) =>
      judge({ exif: { GPSAltitude: [12, 1], GPSAltitudeRef: reference } }).heights.exifMetres;
    expect([0, 1, 2, 3].map(signed)).toEqual([12, -12, 12, -12]);
  });

  it.each([
    ['a phone without a position', { Make: 'HUAWEI', Model: 'ELE-AL00' }, true],
    ['an Apple phone', { Make: 'Apple', Model: 'iPhone 15' }, true],
    ['a phone that says where', { Make: 'Xiaomi', Model: '2201123C', ...NEAR_BAODING }, false],
    ['a camera without a receiver', { Make: 'NIKON CORPORATION', Model: 'NIKON D850' }, false],
    ['a camera of a maker of phones', { Make: 'SAMSUNG', Model: 'NX300' }, false],
    ['a maker whose name only begins alike', { Make: 'Vivotek' }, false],
    ['nothing said of the maker', {}, false],
  ])('says of %s whether a position was likely removed', (_, exif, expected) => {
    const { flags } = judge({ exif: { DateTimeOriginal: '2026:02:28 09:30:00', ...exif } });
    expect(flags.includes('GPS_REMOVED_LIKELY')).toBe(expected);
    expect(judge({ exif }).flags).not.toContain('GPS_REMOVED_LIKELY');
  });

  it('does not call a position lost that is at null island or out of range', () => {
    const zero = [
      [0, 1],
      [0, 1],
      [0, 1],
    ] as const;
    const exif = { DateTimeOriginal: '2026:02:28 09:30:00', Make: 'SAMSUNG', Model: 'GT-I9000' };
    const { flags } = judge({
      exif: { ...exif, GPSLatitude: zero, GPSLatitudeRef: 'N', GPSLongitude: zero, GPSLongitudeRef: 'E' },
    });
    expect(flags).toEqual(['NULL_ISLAND', 'ZONE_ASSUMED']);
  });

  it('lets longitude 0 and latitude 0 stand by themselves', () => {
    const zero = [
      [0, 1],
      [0, 1],
      [0, 1],
    ] as const;
    for (const part of [{ GPSLatitude: zero }, { GPSLongitude: zero }]) {
      expect(judge({ exif: { ...NEAR_BAODING, ...part } })).toMatchObject({
        flags: [],
        position: { claim: { problem: null } },
      });
    }
  });

  it('does not believe FLIR’s +00:00', () => {
    const written = { DateTimeOriginal: '2026-02-28T09:30:00+00:00' };
    const exif = { DateTimeOriginal: '2026:02:28 09:30:00' };
    const flir = judge({ exif: { ...exif, Make: 'FLIR Systems AB' }, xmp: written });
    expect(flir.times.map(({ zone, trust }) => [zone, trust])).toEqual([
      ['assumed', 'low'],
      ['assumed', 'low'],
    ]);
    expect(flir.time?.claim.at).toBe('2026-02-28T01:30:00.000Z');
    expect(judge({ exif, xmp: written }).time?.claim).toMatchObject({
      zone: 'from_xmp',
      at: '2026-02-28T09:30:00.000Z',
    });
  });

  it('flags a size the camera did not note, but not a quarter turn', () => {
    const noted = { PixelXDimension: 4000, PixelYDimension: 3000 };
    expect(judge({ exif: noted, widthPixels: 3000, heightPixels: 4000 }).flags).toEqual([]);
    expect(judge({ exif: noted, widthPixels: 2000, heightPixels: 1500 }).flags).toEqual(['DIMENSIONS_RESAVED']);
  });

  it('flags editing programs, wherever they sign', () => {
    expect(judge({ exif: { Software: 'Adobe Photoshop 25.0' } }).flags).toEqual(['EDITED_WITH_SOFTWARE']);
    expect(judge({ historyTools: ['unnamed'] }).flags).toEqual(['EDITED_WITH_SOFTWARE']);
    expect(judge({ exif: { Software: '10.09.09.05' } }).flags).toEqual([]);
  });

  it('of a file that took too long claims nothing', () => {
    expect(judgeOutcome({ outcome: 'timeout' }, RECEIVED_AT)).toMatchObject({
      position: null,
      time: null,
      flags: ['METADATA_TIMEOUT'],
    });
  });

  it('takes no serial number from zeros, and no orientation from nonsense', () => {
    const { camera, dimensions } = judge({
      exif: { BodySerialNumber: '0', Orientation: 0 },
      xmp: { DroneSerialNumber: '0000' },
    });
    expect(camera).toMatchObject({ serial: null, droneSerial: null });
    expect(dimensions.orientation).toBe(1);
  });
});

const IMAGES = resolve(process.env.SKYDOCKET_SAMPLES ?? '../shared/data', 'images');
const withSamples = existsSync(IMAGES) ? describe : describe.skip;

withSamples(existsSync(IMAGES) ? 'real pictures' : `real pictures (skipped: none at ${IMAGES})`, () => {
  const reader = new MetadataReader();
  afterAll(async () => reader.close());
  const claimsOf = async (name: string): Promise<MetadataClaims> => {
    const outcome = await reader.read(join(IMAGES, name));
    return judgeOutcome(outcome, RECEIVED_AT);
  };

  const metres = (value: number): unknown => expect.closeTo(value, 3);

  // Signed degrees and metres as the samples' manifest gives them, read there with exiftool 12.57.
  it.each([
    ['p4rtk_pitch60_0142.tif', 24.6798695, 120.951353, null, 'xmp_dji'],
    ['se_australia.jpg', -38.4051948, 144.188958, null, 'exif_gps'],
    ['nw_iceland.jpg', 65.0555778, -16.6257028, metres(904.1), 'exif_gps'],
    ['ne_italy.jpg', 43.4674483, 11.8851267, null, 'exif_gps'],
    ['time_offset_google.jpg', 40.4000694, -3.7146472, metres(634), 'exif_gps'],
    ['time_gps_only.jpg', 37.7749, -122.4194, null, 'exif_gps'],
    ['heic_gps.heic', 51.1782806, -1.8266389, metres(97), 'exif_gps'],
    ['png_exif_gps.png', 50.2996028, 14.8202944, metres(252), 'exif_gps'],
    ['multispectral_tiny.tif', 50.9813956, 21.4300088, metres(294.816), 'exif_gps'],
  ])('%s: %d, %d', async (name, lat, lon, altitude, source) => {
    const { position, heights } = await claimsOf(name);
    expect(position?.claim.source).toBe(source);
    expect(Math.abs((position?.claim.lat ?? NaN) - lat)).toBeLessThan(1e-5);
    expect(Math.abs((position?.claim.lon ?? NaN) - lon)).toBeLessThan(1e-5);
    expect(heights.exifMetres).toEqual(altitude);
  });

  it.each([
    ['gps_null_island.jpg', ['NULL_ISLAND', 'ZONE_ASSUMED']],
    ['gps_lat_213.jpg', ['POSITION_OUT_OF_RANGE', 'DIMENSIONS_RESAVED', 'EDITED_WITH_SOFTWARE']],
    ['gps_empty.jpg', ['GPS_EMPTY', 'GPS_REMOVED_LIKELY', 'ZONE_ASSUMED']],
    ['exif_none.jpg', []],
    ['orient_6.jpg', []],
    ['hang_exifr_80bytes.heic', []],
    ['corrupt_ihdr.png', ['METADATA_UNREADABLE']],
  ])('%s has no usable position: %j', async (name, flags) => {
    const claims = await claimsOf(name);
    expect(claims.position).toBeNull();
    expect(claims.flags).toEqual(flags);
  });

  it('a thermal picture of an M300: heights, gimbal, serial numbers, zone from XMP', async () => {
    expect(await claimsOf('08-thermal-H20N-M300-lrf-dronesn.jpg')).toMatchObject({
      time: { claim: { at: '2022-03-24T09:37:59.000Z', zone: 'from_xmp' } },
      heights: {
        aboveTakeoffMetres: 42.602,
        absoluteMetres: 90.337,
        absoluteDatum: 'GpsFusionAlt',
        exifMetres: 90.337,
      },
      gimbal: { yawDegrees: -106.6, pitchDegrees: -32.9, rollDegrees: 0 },
      airframe: { yawDegrees: -86 },
      camera: {
        make: 'DJI',
        model: 'ZH20N',
        serial: '4WZAJCF02AA00Y',
        droneModel: 'Matrice 300 RTK',
        droneSerial: '1ZNBJC400C0029',
      },
      flags: [],
    });
  });

  it.each([
    ['01-visible-mavic2pro-L1D20c-xmp.jpg', ['ZONE_ASSUMED', 'DIMENSIONS_RESAVED']],
    ['06-thermal-XT2.jpg', ['ZONE_ASSUMED']],
    ['10-thermal-M30T-nogps.jpg', ['ZONE_ASSUMED']],
    ['time_offset_google.jpg', ['DIMENSIONS_RESAVED']],
    ['ne_italy.jpg', ['CLOCK_SKEW']],
    ['multispectral_tiny.tif', ['ZONE_ASSUMED', 'EDITED_WITH_SOFTWARE']],
    ['nw_iceland.jpg', ['ZONE_ASSUMED', 'DIMENSIONS_RESAVED', 'EDITED_WITH_SOFTWARE']],
  ])('%s is flagged %j', async (name, flags) => {
    expect((await claimsOf(name)).flags).toEqual(flags);
  });

  it.each([
    ['time_offset_google.jpg', '2023-10-06T20:53:51.724Z', 'stated'],
    ['gps_lat_213.jpg', '2022-04-24T08:35:53.358Z', 'stated'],
    ['time_gps_only.jpg', '2023-11-15T12:30:00.000Z', 'utc'],
    ['06-thermal-XT2.jpg', '2018-07-27T06:51:54.481Z', 'assumed'],
  ])('%s was taken at %s (zone %s)', async (name, at, zone) => {
    expect((await claimsOf(name)).time?.claim).toMatchObject({ at, zone });
  });
});
