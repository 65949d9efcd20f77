import { exifNumber, exifText, type RawTags } from '../metadata/raw-tags.js';

/** How a picture was lit, as far as its file says. */
export interface LightClaims {
  /** At ISO 100; null where the file does not say how it was exposed. */
  readonly exposureValue: number | null;
  readonly flashFired: boolean;
  /** What a thermal camera sees is no light. */
  readonly isThermal: boolean;
}

export const NO_LIGHT_CLAIMS: LightClaims = { exposureValue: null, flashFired: false, isThermal: false };

/** Cameras that see heat, and sizes of pictures that only they make. */
const THERMAL_MODELS =
  /flir|thermal|infrared|XT2|XTR|H20T|H20N|H30T|M2EA|MAVIC2-ENTERPRISE-ADVANCED|M3T|M30T|M4T|M4TD|M3TD/i;
const THERMAL_SIZES = new Set(['160x120', '336x256', '640x512', '1280x1024']);

export function lightOf(tags: RawTags | null): LightClaims {
  if (!tags) return NO_LIGHT_CLAIMS;
  const { exif } = tags;
  return {
    exposureValue: exposureValue(
      exifNumber(exif.ExposureTime),
      exifNumber(exif.FNumber),
      exifNumber(exif.ISOSpeedRatings),
    ),
    flashFired: ((exifNumber(exif.Flash) ?? 0) & 1) === 1,
    isThermal: isThermal(tags),
  };
}

function exposureValue(seconds?: number, fNumber?: number, iso?: number): number | null {
  if (seconds === undefined || fNumber === undefined || iso === undefined) return null;
  if (seconds <= 0 || fNumber <= 0 || iso <= 0) return null;
  return Math.log2((fNumber * fNumber) / seconds) - Math.log2(iso / 100);
}

/** A visible-light camera says so itself; in doubt a picture of such a maker or size counts as thermal. */
function isThermal({ exif, xmp, widthPixels, heightPixels }: RawTags): boolean {
  const source = xmp.ImageSource ?? '';
  if (/wide|zoom|visible/i.test(source)) return false;
  const named = [source, exifText(exif.Make), exifText(exif.Model), xmp.Model, xmp.DroneModel];
  return named.some((text) => THERMAL_MODELS.test(text ?? '')) || THERMAL_SIZES.has(`${widthPixels}x${heightPixels}`);
}
