import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { MetadataClaims } from './claim.types.js';
import { judgeOutcome } from './claims.rules.js';
import { MetadataReader } from './metadata.reader.js';

const RECEIVED_AT = new Date('2026-03-01T04:00:00Z');
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
