import { isKeepableInstant } from '../../platform/index.js';
import type { ClaimSource } from '../evidence.codes.js';
import type { Chosen, ChoiceReason, TimeClaim, Trust, ZoneSource } from './claim.types.js';
import { type RawTags, exifText, exifTriple } from './raw-tags.js';

/** China has one zone and no summer time since 1992. */
const ASSUMED_OFFSET_MINUTES = 480;
const MINUTE_MS = 60_000;
/** A camera's clock and satellite time further apart than this, whatever the zone, are a fault. */
const CLOCKS_AGREE_WITHIN_MS = 10 * MINUTE_MS;
/** Zones are whole or half hours; the rest of the difference may be this much. */
const ZONE_STEP_MINUTES = 30;
const ZONE_FROM_GPS_WITHIN_MS = 2 * MINUTE_MS;
const WESTMOST_OFFSET_MINUTES = -12 * 60;
const EASTMOST_OFFSET_MINUTES = 14 * 60;

/** A time without a zone, as milliseconds of the clock on the wall counted as if it were UTC. */
type WallTime = number;

/** Every word of the file on its time, also the unreadable ones. Never looks at the server's own zone. */
export function timeClaims(tags: RawTags): TimeClaim[] {
  const satellite = gpsDateClaim(tags);
  const camera = exifClaim(tags, satellite);
  return [exposureClaim(tags), camera, satellite, xmpExifClaim(tags), xmpClaim(tags)].filter(
    (claim) => claim !== undefined,
  );
}

const ORDER: readonly { readonly reason: ChoiceReason; readonly fits: (claim: TimeClaim) => boolean }[] = [
  { reason: 'RECEIVER_TIME_AT_EXPOSURE', fits: ({ source }) => source === 'xmp_dji' },
  { reason: 'CAMERA_TIME_WITH_ZONE', fits: ({ source, zone }) => source === 'exif_time' && zone !== 'assumed' },
  {
    reason: 'SATELLITE_TIME',
    fits: ({ source, zone }) => source === 'gps_date' || (source === 'xmp_exif' && zone === 'utc'),
  },
  { reason: 'CAMERA_TIME_WITH_ZONE', fits: ({ zone }) => zone !== 'assumed' },
  { reason: 'CAMERA_TIME_ZONE_ASSUMED', fits: () => true },
];

/** The claim taken for the time, or null where none can be read. */
export function chooseTime(claims: readonly TimeClaim[]): Chosen<TimeClaim & { readonly at: string }> | null {
  const readable = claims.filter((claim): claim is TimeClaim & { readonly at: string } => claim.at !== null);
  for (const { reason, fits } of ORDER) {
    const claim = readable.find(fits);
    if (claim) return { claim, reason };
  }
  return null;
}

/** Whether the camera's clock and satellite time contradict each other beyond what any zone explains. */
export function clocksDisagree(claims: readonly TimeClaim[]): boolean {
  const camera = claims.find(({ source, at }) => source === 'exif_time' && at !== null);
  const satellite = claims.find(({ source, at }) => source === 'gps_date' && at !== null);
  if (!camera?.at || !satellite?.at) return false;
  const differenceMs = Date.parse(camera.at) - Date.parse(satellite.at);
  if (camera.zone !== 'assumed') return Math.abs(differenceMs) > CLOCKS_AGREE_WITHIN_MS;
  const asOffsetMs = differenceMs + ASSUMED_OFFSET_MINUTES * MINUTE_MS;
  return (
    asOffsetMs < WESTMOST_OFFSET_MINUTES * MINUTE_MS - CLOCKS_AGREE_WITHIN_MS ||
    asOffsetMs > EASTMOST_OFFSET_MINUTES * MINUTE_MS + CLOCKS_AGREE_WITHIN_MS
  );
}

function exposureClaim({ xmp, isDjiXmp }: RawTags): TimeClaim | undefined {
  const written = isDjiXmp ? xmp.UTCAtExposure?.trim() : undefined;
  return written
    ? claim('xmp_dji', written, parse(written)?.wall, { zone: 'utc', offsetMinutes: 0 }, 'high')
    : undefined;
}

/** OffsetTimeOriginal only: OffsetTime belongs to the last change of the file. */
function exifClaim(tags: RawTags, satellite: TimeClaim | undefined): TimeClaim | undefined {
  const written = exifText(tags.exif.DateTimeOriginal);
  if (written === undefined || /^[0: -]*$/.test(written)) return undefined;
  const parsed = parse(written);
  const fraction = Number(`0.${/^\d+$/.exec(exifText(tags.exif.SubSecTimeOriginal) ?? '')?.[0] ?? '0'}`);
  const wall = parsed && parsed.wall + Math.floor(fraction * 1000);
  const zone = zoneOf(tags, wall, satellite);
  return claim('exif_time', written, wall, zone, zone.zone === 'assumed' ? 'low' : 'medium');
}

interface Zone {
  readonly zone: ZoneSource;
  readonly offsetMinutes: number;
}

function zoneOf({ exif, xmp }: RawTags, wall: WallTime | undefined, satellite: TimeClaim | undefined): Zone {
  const stated = offset(exifText(exif.OffsetTimeOriginal));
  if (stated !== undefined) return { zone: 'stated', offsetMinutes: stated };
  if (wall !== undefined) {
    for (const text of [xmp.DateTimeOriginal, xmp.CreateDate]) {
      const copy = parse(text);
      const sameSecond = copy !== undefined && Math.floor(copy.wall / 1000) === Math.floor(wall / 1000);
      if (sameSecond && copy.offsetMinutes !== undefined && !(copy.offsetMinutes === 0 && isFlir(exif)))
        return { zone: 'from_xmp', offsetMinutes: copy.offsetMinutes };
    }
    const found = satellite?.at ? offsetBySatellite(wall, Date.parse(satellite.at)) : undefined;
    if (found !== undefined) return { zone: 'from_gps', offsetMinutes: found };
  }
  return { zone: 'assumed', offsetMinutes: ASSUMED_OFFSET_MINUTES };
}

/** FLIR's cameras write +00:00 behind local time. */
function isFlir({ Make }: RawTags['exif']): boolean {
  return /^flir/i.test(exifText(Make) ?? '');
}

function offsetBySatellite(wall: WallTime, satelliteMs: number): number | undefined {
  const differenceMinutes = (wall - satelliteMs) / MINUTE_MS;
  const minutes = Math.round(differenceMinutes / ZONE_STEP_MINUTES) * ZONE_STEP_MINUTES;
  const near = Math.abs(differenceMinutes - minutes) * MINUTE_MS <= ZONE_FROM_GPS_WITHIN_MS;
  return near && minutes >= WESTMOST_OFFSET_MINUTES && minutes <= EASTMOST_OFFSET_MINUTES ? minutes : undefined;
}

function gpsDateClaim({ exif }: RawTags): TimeClaim | undefined {
  const date = exifText(exif.GPSDateStamp);
  const time = exifTriple(exif.GPSTimeStamp);
  if (date === undefined || time === undefined) return undefined;
  const [hours, minutes, seconds] = time;
  const clock = [hours, minutes, Math.floor(seconds)].map((part) => String(part).padStart(2, '0')).join(':');
  const parsed = parse(`${date} ${clock}`);
  const wall = parsed && parsed.wall + Math.round((seconds % 1) * 1000);
  return claim('gps_date', `${date} ${clock}`, wall, { zone: 'utc', offsetMinutes: 0 }, 'medium');
}

/** GPSTimeStamp in XMP is date and time in UTC (CIPA DC-010); editing programs pass it on. */
function xmpExifClaim({ xmp }: RawTags): TimeClaim | undefined {
  const written = xmp.GPSTimeStamp?.trim();
  if (!written) return undefined;
  const parsed = parse(written);
  const zone = { zone: 'utc', offsetMinutes: parsed?.offsetMinutes ?? 0 } as const;
  return claim('xmp_exif', written, parsed?.wall, zone, 'medium');
}

/** Dates alone are no claim: DJI writes 1970-01-01 or the day of the firmware there. */
function xmpClaim({ xmp, exif }: RawTags): TimeClaim | undefined {
  const written = [xmp.DateTimeOriginal, xmp.CreateDate].find((text) => text !== undefined && /\d:\d\d/.test(text));
  if (written === undefined) return undefined;
  const parsed = parse(written);
  const offsetMinutes = parsed?.offsetMinutes;
  const isStated = offsetMinutes !== undefined && !(offsetMinutes === 0 && isFlir(exif));
  const zone: Zone = isStated
    ? { zone: 'stated', offsetMinutes }
    : { zone: 'assumed', offsetMinutes: ASSUMED_OFFSET_MINUTES };
  return claim('xmp_time', written, parsed?.wall, zone, isStated ? 'medium' : 'low');
}

function claim(source: ClaimSource, written: string, wall: WallTime | undefined, zone: Zone, trust: Trust): TimeClaim {
  const at = wall === undefined ? undefined : new Date(wall - zone.offsetMinutes * MINUTE_MS);
  if (!at || !isKeepableInstant(at)) {
    return { source, written, at: null, zone: null, offsetMinutes: null, trust: 'low', problem: 'TIME_UNREADABLE' };
  }
  return { source, written, at: at.toISOString(), ...zone, trust, problem: null };
}

// Some firmware writes dashes where EXIF wants colons, so both are read.
const WRITTEN_TIME =
  /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

function parse(text: string | undefined): { wall: WallTime; offsetMinutes: number | undefined } | undefined {
  const parts = WRITTEN_TIME.exec(text?.trim() ?? '');
  if (!parts) return undefined;
  const part = (index: number): number => Number(parts[index] ?? 0);
  const milliseconds = Math.floor(Number(`0.${parts[7] ?? '0'}`) * 1000);
  const wall = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), milliseconds);
  const date = new Date(wall);
  // Date.UTC takes the years 0 to 99 for those of the last century.
  const onCalendar =
    date.getUTCFullYear() === part(1) && date.getUTCMonth() === part(2) - 1 && date.getUTCDate() === part(3);
  const onClock = part(4) < 24 && part(5) < 60 && part(6) < 60;
  return onCalendar && onClock ? { wall, offsetMinutes: offset(parts[8]) } : undefined;
}

/** Undefined where no place on earth has it. */
function offset(text: string | undefined): number | undefined {
  if (text === 'Z') return 0;
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(text ?? '');
  if (!parts) return undefined;
  const minutes = (Number(parts[2]) * 60 + Number(parts[3])) * (parts[1] === '-' ? -1 : 1);
  const onEarth = minutes >= WESTMOST_OFFSET_MINUTES && minutes <= EASTMOST_OFFSET_MINUTES;
  return onEarth && Number(parts[3]) < 60 ? minutes : undefined;
}
