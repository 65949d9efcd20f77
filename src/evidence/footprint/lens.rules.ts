import { focalPixels } from '../../geo/index.js';
import { decimal, exifNumber, exifText, type RawTags } from '../metadata/raw-tags.js';
import type { Distortion, LensSource, RealLens } from './footprint.types.js';

const FILM_WIDTH_MILLIMETRES = 36;
/** Two shapes of a picture nearer than this are the same: pixel counts are rounded. */
const SAME_SHAPE = 0.01;
/** Outside of these no camera that flies looks; a focal length that says so belongs to another size of picture. */
const NARROWEST_DEGREES = 1;
const WIDEST_DEGREES = 140;

const FOCAL_SIGMA: Readonly<Record<LensSource, number>> = {
  dewarp_data: 0.002,
  calibrated_focal_length: 0.01,
  film_focal_length: 0.03,
  sensor_table: 0.015,
};

/** Width and height of sensors in millimetres, for cameras that give only their true focal length. */
const SENSORS: Readonly<Record<string, readonly [number, number]>> = {
  FC220: [6.17, 4.55],
  FC300X: [6.17, 4.55],
  FC330: [6.17, 4.55],
  FC350: [6.17, 4.55],
  FC550: [17.3, 13],
  FC6310: [13.2, 8.8],
  FC6310R: [13.2, 8.8],
  FC6310S: [13.2, 8.8],
  FC6520: [17.3, 13],
  'L1D-20c': [13.2, 8.8],
  ZenmuseP1: [35.9, 24],
};

interface Frame {
  readonly width: number;
  readonly height: number;
}

/** The lens by the surest thing the file says of it; null where it says nothing that can be used. */
export function lensOf(tags: RawTags): RealLens | null {
  const frame = frameOf(tags);
  if (!frame) return null;
  const lens = dewarped(tags, frame) ?? calibrated(tags, frame) ?? byFilm(tags, frame) ?? bySensor(tags, frame);
  return lens && isPlausible(lens) ? lens : null;
}

/** Focal lengths are said of the camera's full frame; a copy of other size and same shape shows the same ground. */
function frameOf({ exif, xmp, widthPixels, heightPixels }: RawTags): Frame | null {
  if (widthPixels === null || heightPixels === null) return null;
  const picture = { width: widthPixels, height: heightPixels };
  const said = [
    [exifNumber(exif.PixelXDimension), exifNumber(exif.PixelYDimension)],
    [doubled(xmp.CalibratedOpticalCenterX), doubled(xmp.CalibratedOpticalCenterY)],
  ] as const;
  for (const [width, height] of said) {
    if (width === undefined || height === undefined || width <= 0 || height <= 0) continue;
    if (sameShape(width / height, picture.width / picture.height)) return { width, height };
  }
  return picture;
}

function doubled(text: string | undefined): number | undefined {
  const value = decimal(text);
  return value === undefined ? undefined : Math.round(value * 2);
}

/** `date;fx,fy,cx,cy,k1,k2,p1,p2,k3`; the flag says whether the camera has used them on the picture already. */
function dewarped({ xmp, isDjiXmp }: RawTags, frame: Frame): RealLens | null {
  if (!isDjiXmp || xmp.DewarpData === undefined) return null;
  const list = xmp.DewarpData.slice(xmp.DewarpData.indexOf(';') + 1).split(',');
  const [fx, fy, cx, cy, k1, k2, p1, p2, k3] = list.map((part) => decimal(part));
  if (fx === undefined || fy === undefined || cx === undefined || cy === undefined || fx <= 0 || fy <= 0) return null;
  const straightened = xmp.DewarpFlag?.trim() === '1';
  if (straightened) return lens(frame, 'dewarp_data', { fx, fy, cx, cy, distortion: null });
  if (k1 === undefined || k2 === undefined || k3 === undefined || p1 === undefined || p2 === undefined) return null;
  return lens(frame, 'dewarp_data', { fx, fy, cx, cy, distortion: { k1, k2, k3, p1, p2 } });
}

function calibrated({ xmp, isDjiXmp }: RawTags, frame: Frame): RealLens | null {
  const focal = isDjiXmp ? decimal(xmp.CalibratedFocalLength) : undefined;
  return focal !== undefined && focal > 0 ? lens(frame, 'calibrated_focal_length', plain(focal)) : null;
}

/** In terms of 35 mm film: along the width where the picture is 3:2 as film is, else along the diagonal. */
function byFilm({ exif }: RawTags, frame: Frame): RealLens | null {
  const film = exifNumber(exif.FocalLengthIn35mmFilm);
  if (film === undefined || film <= 0) return null;
  const shape = Math.max(frame.width, frame.height) / Math.min(frame.width, frame.height);
  if (sameShape(shape, 3 / 2)) {
    return lens(
      frame,
      'film_focal_length',
      plain((film / FILM_WIDTH_MILLIMETRES) * Math.max(frame.width, frame.height)),
    );
  }
  // Other shapes are cut out of the sensor's picture, and nothing says which way.
  const isWhole = sameShape(shape, 4 / 3) || sameShape(shape, 5 / 4);
  return isWhole ? lens(frame, 'film_focal_length', plain(focalPixels(film, frame.width, frame.height))) : null;
}

function bySensor({ exif }: RawTags, frame: Frame): RealLens | null {
  const sensor = SENSORS[exifText(exif.Model) ?? ''];
  const focal = exifNumber(exif.FocalLength);
  if (!sensor || focal === undefined || focal <= 0) return null;
  const [width, height] = sensor;
  if (!sameShape(width / height, frame.width / frame.height)) return null;
  return lens(frame, 'sensor_table', plain((focal / width) * frame.width));
}

interface Optics {
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  readonly distortion: Distortion | null;
}

function plain(focal: number): Optics {
  return { fx: focal, fy: focal, cx: 0, cy: 0, distortion: null };
}

function lens(frame: Frame, source: LensSource, { fx, fy, cx, cy, distortion }: Optics): RealLens {
  return {
    widthPixels: frame.width,
    heightPixels: frame.height,
    focalXPixels: fx,
    focalYPixels: fy,
    axisXPixels: cx,
    axisYPixels: cy,
    distortion,
    source,
    focalSigma: FOCAL_SIGMA[source],
  };
}

function isPlausible({ widthPixels, focalXPixels, focalYPixels }: RealLens): boolean {
  const degrees = (2 * Math.atan(widthPixels / 2 / focalXPixels) * 180) / Math.PI;
  const square = focalXPixels / focalYPixels;
  return degrees >= NARROWEST_DEGREES && degrees <= WIDEST_DEGREES && square > 0.9 && square < 1.1;
}

function sameShape(a: number, b: number): boolean {
  return Math.abs(a / b - 1) <= SAME_SHAPE;
}
