import { describe, expect, it } from '@jest/globals';
import { NO_TAGS, type RawTags } from '../metadata/raw-tags.js';
import { changesBetween } from './changes.rules.js';
import { corroborate } from './corroboration.rules.js';
import type { CorroborationFacts, PictureClaims } from './corroboration.types.js';
import { lightOf, NO_LIGHT_CLAIMS } from './light.rules.js';
import { checkSun } from './sun-checks.rules.js';

const facts: CorroborationFacts = {
  device: null,
  declared: null,
  custody: null,
  flights: null,
  track: null,
  recorded: [],
  brightness: null,
};
const daylight = { exposureValue: 13.4, flashFired: false, isThermal: false };
/** 东光县; the sun culminates there at about 12:16 by the clock of Beijing. */
const claims = (chinaTime: string, over: Partial<PictureClaims> = {}): PictureClaims => ({
  capturedAt: new Date(`2026-06-21T${chinaTime}:00+08:00`),
  zone: 'stated',
  position: { lon: 116.5423, lat: 37.8861 },
  positionSource: 'exif_gps',
  aboveTakeoffMetres: null,
  gimbalYawDegrees: null,
  airframeYawDegrees: null,
  droneSerial: null,
  light: daylight,
  receivedAt: new Date('2026-06-22T00:00:00Z'),
  personIds: [],
  ...over,
});

describe('the sun at the claimed place and time', () => {
  it('stands in the south at noon of the solstice, at 90 degrees less latitude plus obliquity', () => {
    const { verdict, reason, numbers, independence } = checkSun(claims('12:16'), facts);
    expect([verdict, reason, independence]).toEqual(['unknown', 'SUN_UP', 'independent']);
    expect(Math.abs((numbers?.['sunElevationDegrees'] ?? 0) - (90 - 37.8861 + 23.44))).toBeLessThan(0.3);
    expect(Math.abs((numbers?.['sunAzimuthDegrees'] ?? 0) - 180)).toBeLessThan(3);
  });

  it('contradicts a bright picture, exposed as in daylight, at midnight', () => {
    const finding = checkSun(claims('00:30'), { ...facts, brightness: 130 });
    expect(finding).toMatchObject({
      verdict: 'inconsistent',
      reason: 'BRIGHT_IN_THE_DARK',
      independence: 'independent',
    });
    expect(finding.numbers?.['sunElevationDegrees']).toBeLessThan(-6);
    const { words } = corroborate(claims('00:30'), { ...facts, brightness: 130 }).checks.at(-1) ?? {};
    expect(`${words?.zh}${words?.en}`).not.toMatch(/[{}]|undefined|NaN/);
  });

  it.each([
    ['the sun is just below the horizon', '20:00', {}, 130, 'SUN_UP'],
    ['nobody has looked yet', '00:30', {}, null, 'BRIGHTNESS_NOT_MEASURED'],
    ['the picture is dark', '00:30', {}, 40, 'EXPOSURE_FITS_DARK'],
    ['it was exposed as lamps are', '00:30', { light: { ...daylight, exposureValue: 9.5 } }, 130, 'EXPOSURE_FITS_DARK'],
    ['the file does not say how it was exposed', '00:30', { light: NO_LIGHT_CLAIMS }, 130, 'EXPOSURE_NOT_KNOWN'],
    ['a flash was fired', '00:30', { light: { ...daylight, flashFired: true } }, 130, 'FLASH_FIRED'],
    ['the camera sees heat', '00:30', { light: { ...daylight, isThermal: true } }, 130, 'THERMAL_NEEDS_NO_LIGHT'],
    ['there is no position', '00:30', { position: null }, 130, 'NO_POSITION'],
    ['there is no time', '00:30', { capturedAt: null }, 130, 'NO_CAPTURE_TIME'],
  ])('decides nothing where %s', (_, time, over, brightness, reason) => {
    expect(checkSun(claims(time, over), { ...facts, brightness })).toMatchObject({ verdict: 'unknown', reason });
  });
});

describe('how a picture was lit', () => {
  const tags = (exif: RawTags['exif'], over: Partial<RawTags> = {}): RawTags => ({ ...NO_TAGS, exif, ...over });

  it('counts the exposure at ISO 100', () => {
    const sunny: RawTags['exif'] = { ExposureTime: [1, 100], FNumber: [16, 1], ISOSpeedRatings: 100 };
    expect(lightOf(tags(sunny)).exposureValue).toBeCloseTo(14.64, 2);
    expect(lightOf(tags({ ...sunny, ISOSpeedRatings: 800 })).exposureValue).toBeCloseTo(11.64, 2);
    const spoilt: readonly RawTags['exif'][] = [{ FNumber: [0, 1] }, { ExposureTime: [1, 0] }, { ISOSpeedRatings: 0 }];
    for (const over of spoilt) expect(lightOf(tags({ ...sunny, ...over })).exposureValue).toBeNull();
  });

  it('knows flashes and cameras that see heat', () => {
    expect([0, 1, 16, 25].map((Flash) => lightOf(tags({ Flash })).flashFired)).toEqual([false, true, false, true]);
    expect(lightOf(tags({ Model: 'M3T' })).isThermal).toBe(true);
    expect(lightOf(tags({ Model: 'M3T' }, { xmp: { ImageSource: 'WideCamera' } })).isThermal).toBe(false);
    expect(lightOf(tags({}, { widthPixels: 640, heightPixels: 512 })).isThermal).toBe(true);
    expect(lightOf(tags({ Model: 'FC6310' })).isThermal).toBe(false);
    expect(lightOf(null)).toEqual(NO_LIGHT_CLAIMS);
  });
});

describe('what a later run found otherwise', () => {
  it('is told check by check; a new check that says nothing is no change', () => {
    const before = corroborate(claims('00:30'), facts);
    const after = corroborate(claims('00:30'), { ...facts, brightness: 130 });
    expect(changesBetween(before, before)).toEqual([]);
    expect(changesBetween(before, after)).toEqual([{ check: 'SUN_DAYLIGHT', from: 'unknown', to: 'inconsistent' }]);
    const older = { ...before, checks: before.checks.slice(0, -1) };
    expect(changesBetween(older, before)).toEqual([]);
    expect(changesBetween(older, after)).toEqual([{ check: 'SUN_DAYLIGHT', from: null, to: 'inconsistent' }]);
  });
});
