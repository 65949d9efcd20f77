import { distanceMetres, type Position } from '../../geo/index.js';
import type { ClaimSource, EvidenceFlag } from '../evidence.codes.js';
import type { Chosen, PositionClaim, Trust } from './claim.types.js';
import { type RawTags, decimal, exifAngleDegrees, exifText } from './raw-tags.js';

/** Two claims of one picture further apart than this contradict each other. Rounding of the tags stays under 2 m. */
export const POSITIONS_AGREE_WITHIN_METRES = 15;

/** Which source is taken when several are usable. EXIF first: it is the standard, and every tool a court uses shows it. */
const PREFERENCE: readonly ClaimSource[] = ['exif_gps', 'xmp_dji', 'xmp_exif'];

/** Every word of the file on its position, also the unusable ones. */
export function positionClaims(tags: RawTags): PositionClaim[] {
  return [exifClaim(tags), djiClaim(tags), xmpClaim(tags)].filter((claim) => claim !== undefined);
}

/** The claim taken for the position, or null where none is usable. */
export function choosePosition(claims: readonly PositionClaim[]): Chosen<PositionClaim & Position> | null {
  const usable = claims.filter(isUsable);
  const [first] = [...usable].sort((a, b) => PREFERENCE.indexOf(a.source) - PREFERENCE.indexOf(b.source));
  if (!first) return null;
  if (usable.length === 1) return { claim: first, reason: 'ONLY_USABLE_CLAIM' };
  return { claim: first, reason: first.source === 'exif_gps' ? 'STANDARD_TAG_FIRST' : 'NOTHING_BETTER' };
}

/** Whether two usable claims lie too far apart to be the same place. */
export function positionsDisagree(claims: readonly PositionClaim[]): boolean {
  const usable = claims.filter(isUsable);
  return usable.some((a) => usable.some((b) => distanceMetres(a, b) > POSITIONS_AGREE_WITHIN_METRES));
}

function isUsable(claim: PositionClaim): claim is PositionClaim & Position {
  return claim.problem === null && claim.lon !== null && claim.lat !== null;
}

function exifClaim({ exif }: RawTags): PositionClaim | undefined {
  if (exif.GPSLatitude === undefined && exif.GPSLongitude === undefined) return undefined;
  const lat = signed(exifAngleDegrees(exif.GPSLatitude), exifText(exif.GPSLatitudeRef), 'N', 'S');
  const lon = signed(exifAngleDegrees(exif.GPSLongitude), exifText(exif.GPSLongitudeRef), 'E', 'W');
  return judge('exif_gps', lat, lon, 'high');
}

/** DJI's own tags, with the spelling its older firmware has for the longitude, and the plain names of some other firmware. */
function djiClaim({ xmp, isDjiXmp }: RawTags): PositionClaim | undefined {
  if (!isDjiXmp) return undefined;
  const lat = xmp.GpsLatitude ?? xmp.Latitude;
  const lon = xmp.GpsLongitude ?? xmp.GpsLongtitude ?? xmp.Longitude;
  if (lat === undefined && lon === undefined) return undefined;
  const claim = judge('xmp_dji', decimal(lat), decimal(lon), 'high');
  return xmp.GpsStatus === 'Invalid' && claim.problem === null ? { ...claim, problem: 'GPS_STATUS_INVALID' } : claim;
}

/** The EXIF copy in XMP ("38,24.311688S"): editing programs write it, so it weighs less. */
function xmpClaim({ xmp }: RawTags): PositionClaim | undefined {
  if (xmp.GPSLatitude === undefined && xmp.GPSLongitude === undefined) return undefined;
  return judge('xmp_exif', xmpAngle(xmp.GPSLatitude), xmpAngle(xmp.GPSLongitude), 'medium');
}

function judge(source: ClaimSource, lat: number | undefined, lon: number | undefined, trust: Trust): PositionClaim {
  return { source, lat: lat ?? null, lon: lon ?? null, trust, problem: problemOf(lat, lon) };
}

function problemOf(lat: number | undefined, lon: number | undefined): EvidenceFlag | null {
  if (lat === undefined || lon === undefined) return 'GPS_EMPTY';
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return 'POSITION_OUT_OF_RANGE';
  return lat === 0 && lon === 0 ? 'NULL_ISLAND' : null;
}

/** Without its reference an angle has no sign, and the position is not known. */
function signed(
  angle: number | undefined,
  reference: string | undefined,
  plus: string,
  minus: string,
): number | undefined {
  if (angle === undefined) return undefined;
  const letter = reference?.slice(0, 1).toUpperCase();
  if (letter === minus) return -angle;
  return letter === plus ? angle : undefined;
}

function xmpAngle(text: string | undefined): number | undefined {
  const parts = /^(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])$/.exec(text?.trim() ?? '');
  if (!parts) return undefined;
  const angle = Number(parts[1]) + Number(parts[2]) / 60 + Number(parts[3] ?? 0) / 3600;
  return parts[4] === 'S' || parts[4] === 'W' ? -angle : angle;
}
