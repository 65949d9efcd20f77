import { describe, expect, it } from '@jest/globals';
import type { MetadataClaims } from './claim.types.js';
import { judgeMetadata, judgeOutcome } from './claims.rules.js';
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
