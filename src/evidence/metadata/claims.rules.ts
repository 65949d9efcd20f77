import type { EvidenceFlag } from '../evidence.codes.js';
import type { Attitude, CameraClaims, Dimensions, HeightClaims, MetadataClaims, PositionClaim } from './claim.types.js';
import { choosePosition, positionClaims, positionsDisagree } from './position-claims.rules.js';
import type { MetadataOutcome } from './metadata.reader.js';
import { type ExifValue, NO_TAGS, type RawTags, decimal, exifNumber, exifText } from './raw-tags.js';
import { chooseTime, clocksDisagree, timeClaims } from './time-claims.rules.js';

const WRAP = 2 ** 32;
/** Nothing that takes pictures for us is higher than this, and nothing in the country is lower. */
const HIGHEST_METRES = 100_000;
const LOWEST_METRES = -12_000;
/** A receipt this much before the claimed capture is still the ordinary drift of two clocks. */
const RECEIPT_TOLERANCE_MS = 5 * 60_000;
const PHONE_MAKERS =
  /^(apple|huawei|honor|xiaomi|redmi|poco|oppo|vivo|oneplus|realme|samsung|google|meizu|zte|nubia|motorola|lenovo|tecno|infinix)\b/i;
/** The same makers' cameras have no receiver. */
const CAMERAS_OF_PHONE_MAKERS = /^(samsung )?(NX|EX|WB|ES|ST|PL|DV|EK-)\d/i;
const EDITING_SOFTWARE = /photoshop|lightroom|gimp|aperture|affinity|snapseed|picsart|meitu|美图|醒图|paint\.net/i;

/** Judges what the reader found: claims, the chosen ones, and what is remarkable. `receivedAt` is the server's own clock. */
export function judgeMetadata(tags: RawTags, receivedAt: Date): MetadataClaims {
  const positions = positionClaims(tags);
  const times = timeClaims(tags);
  const time = chooseTime(times);
  const dimensions = dimensionsOf(tags);
  const altitude = exifAltitude(tags);
  const flags = new Set<EvidenceFlag>();
  for (const { problem } of [...positions, ...times]) if (problem) flags.add(problem);
  if (tags.hasGpsDirectory && positions.length === 0) flags.add('GPS_EMPTY');
  if (isGpsGone(tags, positions)) flags.add('GPS_REMOVED_LIKELY');
  if (positionsDisagree(positions)) flags.add('POSITIONS_DISAGREE');
  if (altitude?.wrapped) flags.add('ALTITUDE_WRAPPED');
  if (time?.claim.zone === 'assumed') flags.add('ZONE_ASSUMED');
  if (clocksDisagree(times)) flags.add('CLOCK_SKEW');
  if (time && Date.parse(time.claim.at) > receivedAt.getTime() + RECEIPT_TOLERANCE_MS)
    flags.add('CAPTURED_AFTER_RECEIPT');
  if (isResaved(tags, dimensions)) flags.add('DIMENSIONS_RESAVED');
  if (isEdited(tags)) flags.add('EDITED_WITH_SOFTWARE');
  if (tags.partial && tags.fileType !== 'jpeg') flags.add('METADATA_PARTIAL');
  return {
    positions,
    position: choosePosition(positions),
    times,
    time,
    heights: heightsOf(tags, altitude?.metres ?? null),
    gimbal: attitude(tags, 'Gimbal'),
    airframe: attitude(tags, 'Flight'),
    camera: cameraOf(tags),
    dimensions,
    flags: [...flags],
  };
}

/** A phone notes where it is unless told not to: without a usable position its picture has likely lost one. */
function isGpsGone({ exif, xmp }: RawTags, positions: readonly PositionClaim[]): boolean {
  if (positions.some(({ problem }) => problem !== 'GPS_EMPTY') || exif.DateTimeOriginal === undefined) return false;
  const make = exifText(exif.Make) ?? exifText(xmp.Make) ?? '';
  return PHONE_MAKERS.test(make) && !CAMERAS_OF_PHONE_MAKERS.test(exifText(exif.Model) ?? '');
}

/** Judges what became of the reading: a file whose metadata cannot be read claims nothing, and is flagged. */
export function judgeOutcome(outcome: MetadataOutcome, receivedAt: Date): MetadataClaims {
  if (outcome.outcome === 'read') return judgeMetadata(outcome.tags, receivedAt);
  const flag = outcome.outcome === 'timeout' ? 'METADATA_TIMEOUT' : 'METADATA_UNREADABLE';
  return { ...judgeMetadata(NO_TAGS, receivedAt), flags: [flag] };
}

function exifAltitude({ exif }: RawTags): { metres: number; wrapped: boolean } | undefined {
  const value = exif.GPSAltitude;
  const plain = exifNumber(value);
  if (plain === undefined) return undefined;
  const [numerator, denominator] = asRational(value) ?? [plain, 1];
  // A signed height stored as unsigned: 4294967284 stands for -12. A fine division alone makes numerators as large.
  const turned = (numerator - WRAP) / denominator;
  if (numerator >= WRAP / 2 && plain > HIGHEST_METRES && turned >= LOWEST_METRES)
    return { metres: turned, wrapped: true };
  // 1: below sea level; 3: below the ellipsoid (Exif 3.0).
  const below = [1, 3].includes(exifNumber(exif.GPSAltitudeRef) ?? 0);
  return { metres: below ? -Math.abs(plain) : plain, wrapped: false };
}

function asRational(value: ExifValue | undefined): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [numerator, denominator] = value as readonly unknown[];
  return typeof numerator === 'number' && typeof denominator === 'number' ? [numerator, denominator] : undefined;
}

function heightsOf({ xmp, isDjiXmp }: RawTags, exifMetres: number | null): HeightClaims {
  const dji = (text: string | undefined): number | null => (isDjiXmp ? (decimal(text) ?? null) : null);
  return {
    aboveTakeoffMetres: dji(xmp.RelativeAltitude),
    absoluteMetres: dji(xmp.AbsoluteAltitude),
    absoluteDatum: isDjiXmp ? (xmp.AltitudeType ?? null) : null,
    exifMetres,
  };
}

function attitude({ xmp, isDjiXmp }: RawTags, part: 'Gimbal' | 'Flight'): Attitude {
  const angle = (axis: string): number | null => (isDjiXmp ? (decimal(xmp[`${part}${axis}Degree`]) ?? null) : null);
  return { yawDegrees: angle('Yaw'), pitchDegrees: angle('Pitch'), rollDegrees: angle('Roll') };
}

function cameraOf({ exif, xmp }: RawTags): CameraClaims {
  return {
    make: exifText(exif.Make) ?? exifText(xmp.Make) ?? null,
    model: exifText(exif.Model) ?? exifText(xmp.Model) ?? null,
    serial: serial(xmp.CameraSerialNumber) ?? serial(exifText(exif.BodySerialNumber)),
    droneModel: exifText(xmp.DroneModel) ?? null,
    droneSerial: serial(xmp.DroneSerialNumber),
  };
}

/** Some files carry "0" or blanks where the serial number belongs. */
function serial(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return /^0*$/.test(trimmed) ? null : trimmed;
}

function dimensionsOf({ exif, widthPixels, heightPixels }: RawTags): Dimensions {
  const orientation = exifNumber(exif.Orientation) ?? 1;
  return {
    widthPixels,
    heightPixels,
    declaredWidthPixels: exifNumber(exif.PixelXDimension) ?? exifNumber(exif.ImageWidth) ?? null,
    declaredHeightPixels: exifNumber(exif.PixelYDimension) ?? exifNumber(exif.ImageLength) ?? null,
    orientation: Number.isInteger(orientation) && orientation >= 1 && orientation <= 8 ? orientation : 1,
  };
}

/** The camera's own note of the size differs from the picture's: somebody saved it again. Turned by a quarter counts as equal. */
function isResaved({ exif }: RawTags, { widthPixels, heightPixels }: Dimensions): boolean {
  if (widthPixels === null || heightPixels === null) return false;
  const pairs = [
    [exifNumber(exif.PixelXDimension), exifNumber(exif.PixelYDimension)],
    [exifNumber(exif.ImageWidth), exifNumber(exif.ImageLength)],
  ] as const;
  return pairs.some(([width, height]) => {
    if (width === undefined || height === undefined) return false;
    const upright = width === widthPixels && height === heightPixels;
    return !upright && !(width === heightPixels && height === widthPixels);
  });
}

function isEdited({ exif, xmp, historyTools }: RawTags): boolean {
  if (historyTools.length > 0) return true;
  return [exifText(exif.Software), xmp.CreatorTool].some((tool) => tool !== undefined && EDITING_SOFTWARE.test(tool));
}
