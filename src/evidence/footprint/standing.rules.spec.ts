import { describe, expect, it } from '@jest/globals';
import { metresPlane } from '../../geo/index.js';
import { NO_TAGS } from '../metadata/raw-tags.js';
import type { ComputedDetails } from './footprint.types.js';
import { type FootprintClaims, photoFootprint } from './standing.rules.js';

const SPOT = { lon: 116.5423, lat: 37.8861 };
const GIMBAL = { yawDegrees: -106.6, pitchDegrees: -32.9, rollDegrees: 0 };
const HEIGHTS = { aboveTakeoffMetres: 42.602, absoluteMetres: null, absoluteDatum: null, exifMetres: 4 };

function claims(xmp: Readonly<Record<string, string>>, over: Partial<FootprintClaims> = {}): FootprintClaims {
  const tags = {
    ...NO_TAGS,
    widthPixels: 640,
    heightPixels: 512,
    isDjiXmp: true,
    exif: { FocalLengthIn35mmFilm: 58 },
    xmp,
  };
  return { position: SPOT, metadata: { heights: HEIGHTS, gimbal: GIMBAL, tags }, trackHeightMetres: null, ...over };
}
const detailsOf = (given: FootprintClaims): ComputedDetails =>
  photoFootprint(given)?.details as unknown as ComputedDetails;

describe('how the camera of a picture stood', () => {
  it('takes the height from the range finder, whose target lies where its own file puts it', () => {
    const { height, heights } = detailsOf(claims({ LRFStatus: 'Normal', LRFTargetDistance: '79.572' }));
    expect(height.source).toBe('laser');
    expect(height.metres).toBeCloseTo(43.22, 2);
    expect(heights).toMatchObject({ takeoff_relative: 42.602, telemetry: null });
    // 66.75 m at -106.47 degrees by the file's own target, from the same range 66.81 m at -106.6.
    expect(Math.sqrt(79.572 ** 2 - height.metres ** 2)).toBeCloseTo(66.81, 2);
  });

  it('looks along the axis to where the range finder met the ground', () => {
    const narrow = claims({ LRFStatus: 'Normal', LRFTargetDistance: '79.572', CalibratedFocalLength: '9000' });
    const { corners } = detailsOf(narrow);
    const [east, north] = metresPlane(SPOT).to({
      lon: corners.reduce((sum, { lon }) => sum + lon / 4, 0),
      lat: corners.reduce((sum, { lat }) => sum + lat / 4, 0),
    });
    expect(Math.hypot(east, north)).toBeCloseTo(66.8, 0);
    expect((Math.atan2(east, north) * 180) / Math.PI).toBeCloseTo(-106.6, 0);
  });

  it.each([
    ['too far', { LRFStatus: 'Normal', LRFTargetDistance: '9000' }],
    ['too near', { LRFStatus: 'Normal', LRFTargetDistance: '0.2' }],
    ['of a status that is not normal', { LRFStatus: 'TooFar', LRFTargetDistance: '79.6' }],
    ['unreadable', { LRFStatus: 'Normal', LRFTargetDistance: 'NaN' }],
    ['absent', {}],
  ])('takes the height above take-off where the range is %s', (_, xmp) => {
    expect(detailsOf(claims(xmp)).height).toEqual({ source: 'takeoff_relative', metres: 42.602, sigmaMetres: 3 });
  });

  it('takes the height of the track where the file has none, and never one above the sea', () => {
    const heights = { ...HEIGHTS, aboveTakeoffMetres: null };
    const { metadata } = claims({});
    const without = claims({}, { metadata: { ...metadata, heights } });
    expect(photoFootprint(without)?.outcome).toBe('no_height');
    expect(detailsOf({ ...without, trackHeightMetres: 60 }).height).toMatchObject({ source: 'telemetry', metres: 60 });
    expect(photoFootprint({ ...without, trackHeightMetres: -2 })?.outcome).toBe('no_height');
  });

  it('is surer with RTK', () => {
    const sigma = (flag: string) => detailsOf(claims({ RtkFlag: flag })).positionSigmaMetres;
    expect(['0', '16', '34', '50'].map(sigma)).toEqual([5, 2, 0.5, 0.1]);
  });

  it('says nothing of what carries no attitude, and refuses half of one', () => {
    const { metadata } = claims({});
    const none = { yawDegrees: null, pitchDegrees: null, rollDegrees: null };
    expect(photoFootprint(claims({}, { metadata: { ...metadata, gimbal: none } }))).toBeNull();
    expect(photoFootprint(claims({}, { metadata: { ...metadata, tags: null } }))).toBeNull();
    const half = { ...GIMBAL, rollDegrees: null };
    expect(photoFootprint(claims({}, { metadata: { ...metadata, gimbal: half } }))?.outcome).toBe('no_attitude');
    expect(photoFootprint(claims({}, { position: null }))?.outcome).toBe('no_position');
    expect(photoFootprint(claims({ GimbalReverse: '1' }))?.outcome).toBe('camera_reversed');
  });
});
