import { getPosition } from 'suncalc';
import { type Finding, unknown } from './check-result.js';
import type { CorroborationFacts, PictureClaims } from './corroboration.types.js';

/** The end of civil twilight: nothing is lit by the sun any more. */
const DARK_BELOW_DEGREES = -6;
/**
 * Exposure value at ISO 100. Daylight is 12 to 15; streets, stadiums and shop windows at night stay below 10. What lies
 * between is left undecided.
 */
const DAYLIGHT_EXPOSURE_VALUE = 11;
/** Mean luminance of the preview, 0 to 255: below it the picture is dark in spite of what it was exposed for. */
const BRIGHT_LUMINANCE = 70;

/**
 * Where the sun stood at the claimed place and time, for people to hold shadows against; and one contradiction that needs
 * none: a picture exposed as in daylight, and bright, while there was none. Nothing else of light is taken for proof.
 */
export function checkSun(claims: PictureClaims, { brightness }: CorroborationFacts): Finding {
  const { capturedAt, position, light } = claims;
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  if (!position) return unknown('NO_POSITION');
  const { azimuth, altitude } = getPosition(capturedAt, position.lat, position.lon);
  const numbers = { sunElevationDegrees: altitude, sunAzimuthDegrees: azimuth };
  const thresholds = { darkBelowDegrees: DARK_BELOW_DEGREES };
  const about = { independence: 'independent', numbers, thresholds } as const;
  if (altitude >= DARK_BELOW_DEGREES) return unknown('SUN_UP', about);
  if (light.isThermal) return unknown('THERMAL_NEEDS_NO_LIGHT', about);
  if (light.flashFired) return unknown('FLASH_FIRED', about);
  if (light.exposureValue === null) return unknown('EXPOSURE_NOT_KNOWN', about);
  const measured = {
    ...about,
    numbers: { ...numbers, exposureValue: light.exposureValue },
    thresholds: { ...thresholds, daylightExposureValue: DAYLIGHT_EXPOSURE_VALUE },
  };
  if (light.exposureValue < DAYLIGHT_EXPOSURE_VALUE) return unknown('EXPOSURE_FITS_DARK', measured);
  if (brightness === null) return unknown('BRIGHTNESS_NOT_MEASURED', measured);
  const seen = {
    ...measured,
    numbers: { ...measured.numbers, luminance: brightness },
    thresholds: { ...measured.thresholds, brightLuminance: BRIGHT_LUMINANCE },
  };
  if (brightness < BRIGHT_LUMINANCE) return unknown('EXPOSURE_FITS_DARK', seen);
  return { verdict: 'inconsistent', reason: 'BRIGHT_IN_THE_DARK', ...seen };
}
