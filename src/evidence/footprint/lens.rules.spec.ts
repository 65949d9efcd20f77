import { describe, expect, it } from '@jest/globals';
import { NO_TAGS, type RawTags } from '../metadata/raw-tags.js';
import { lensOf } from './lens.rules.js';

const tags = (over: Partial<RawTags>): RawTags => ({
  ...NO_TAGS,
  widthPixels: 4_000,
  heightPixels: 3_000,
  isDjiXmp: true,
  ...over,
});
const DEWARP = '2018-09-07;3657.02,3650.62,-4.03,23.1,-0.267098,0.111977,0.000924881,0.0000882056,-0.0331614';

describe('the lens of a picture', () => {
  it('is taken from the calibration first, with its distortion while the camera has not straightened the picture', () => {
    const exif = { FocalLengthIn35mmFilm: 24, PixelXDimension: 5_472, PixelYDimension: 3_648 };
    const raw = { widthPixels: 5_472, heightPixels: 3_648, exif };
    const curved = lensOf(
      tags({ ...raw, xmp: { DewarpData: DEWARP, DewarpFlag: '0', CalibratedFocalLength: '3666.67' } }),
    );
    expect(curved).toMatchObject({ source: 'dewarp_data', focalXPixels: 3_657.02, axisYPixels: 23.1 });
    expect(curved?.distortion).toEqual({
      k1: -0.267098,
      k2: 0.111977,
      p1: 0.000924881,
      p2: 0.0000882056,
      k3: -0.0331614,
    });
    expect(lensOf(tags({ ...raw, xmp: { DewarpData: DEWARP, DewarpFlag: '1' } }))?.distortion).toBeNull();
  });

  it('is taken from the calibrated focal length, else from that in terms of film, else from the sensor', () => {
    expect(lensOf(tags({ xmp: { CalibratedFocalLength: '2900.5' } }))).toMatchObject({ focalXPixels: 2_900.5 });
    const fourByThree = lensOf(tags({ exif: { FocalLengthIn35mmFilm: 24 } }));
    expect(fourByThree?.source).toBe('film_focal_length');
    expect(fourByThree?.focalXPixels).toBeCloseTo(2_773.3, 1);
    const threeByTwo = lensOf(tags({ widthPixels: 6_000, heightPixels: 4_000, exif: { FocalLengthIn35mmFilm: 36 } }));
    expect(threeByTwo?.focalXPixels).toBe(6_000);
    const upright = lensOf(tags({ widthPixels: 4_000, heightPixels: 6_000, exif: { FocalLengthIn35mmFilm: 36 } }));
    expect(upright?.focalXPixels).toBe(6_000);
    const bySensor = lensOf(
      tags({ widthPixels: 5_472, heightPixels: 3_648, exif: { Model: 'FC6310', FocalLength: [88, 10] } }),
    );
    expect(bySensor).toMatchObject({ source: 'sensor_table' });
    expect(bySensor?.focalXPixels).toBeCloseTo(3_648, 0);
  });

  it('counts in pixels of the full frame, of which a smaller copy shows the same', () => {
    const copy = { widthPixels: 1_368, heightPixels: 912 };
    const xmp = {
      DewarpData: DEWARP,
      DewarpFlag: '0',
      CalibratedOpticalCenterX: '2736',
      CalibratedOpticalCenterY: '1824',
    };
    expect(lensOf(tags({ ...copy, xmp }))).toMatchObject({ widthPixels: 5_472, heightPixels: 3_648 });
    expect(lensOf(tags({ ...copy, exif: { PixelXDimension: 5_472, PixelYDimension: 3_648 } }))).toBeNull();
  });

  it.each([
    ['nothing said', {}],
    ['a shape nobody says how it was cut', { heightPixels: 2_250, exif: { FocalLengthIn35mmFilm: 24 } }],
    ['a focal length of nothing', { exif: { FocalLengthIn35mmFilm: 0 } }],
    ['a focal length that is text', { xmp: { CalibratedFocalLength: 'NaN' } }],
    ['a calibration of another picture', { xmp: { CalibratedFocalLength: '12' } }],
    ['a calibration cut off', { xmp: { DewarpData: '2018-09-07;3657.02,3650.62', DewarpFlag: '0' } }],
    ['a calibration of pixels that are not square', { xmp: { DewarpData: '2018-09-07;3657,36,0,0,0,0,0,0,0' } }],
    ['a size that is not known', { widthPixels: null, exif: { FocalLengthIn35mmFilm: 24 } }],
    ['a sensor of another shape', { exif: { Model: 'FC6310', FocalLength: [88, 10] } }],
  ])('is unknown with %s', (_, over) => {
    expect(lensOf(tags(over))).toBeNull();
  });
});
