import { TelemetryErrors } from '../../telemetry.errors.js';

/** The zone of a clock that does not say it: all of China has one. No summer time since 1991. */
export const ASSUMED_ZONE = 'Asia/Shanghai';
const ASSUMED_OFFSET_MS = 8 * 3_600_000;

const GPS_EPOCH_MS = Date.UTC(1980, 0, 6);
const WEEK_SECONDS = 604_800;
/** Old receivers send ten bits of the week. */
const ROLLOVER_WEEKS = 1024;

/** Seconds by which GPS time is ahead of UTC, since when [IERS Bulletin C]. */
const LEAP_SECONDS: readonly (readonly [since: number, seconds: number])[] = [
  [Date.UTC(2017, 0, 1), 18],
  [Date.UTC(2015, 6, 1), 17],
  [Date.UTC(2012, 6, 1), 16],
  [Date.UTC(2009, 0, 1), 15],
  [Date.UTC(2006, 0, 1), 14],
];
const LEAP_SECONDS_BEFORE = 13;

/** @throws TRACK_WEEK_ROLLOVER, TRACK_TIME_IMPOSSIBLE */
export function gpsInstant(week: number, secondsOfWeek: number, line: number): Date {
  if (!Number.isInteger(week) || week < ROLLOVER_WEEKS) throw TelemetryErrors.TRACK_WEEK_ROLLOVER({ line, week });
  if (secondsOfWeek < 0 || secondsOfWeek >= WEEK_SECONDS)
    throw TelemetryErrors.TRACK_TIME_IMPOSSIBLE({ line, written: `${week} ${secondsOfWeek}` });
  const gpsMs = GPS_EPOCH_MS + Math.round((week * WEEK_SECONDS + secondsOfWeek) * 1000);
  const ahead = LEAP_SECONDS.find(([since, seconds]) => gpsMs - seconds * 1000 >= since)?.[1] ?? LEAP_SECONDS_BEFORE;
  return new Date(gpsMs - ahead * 1000);
}

const WRITTEN =
  /(\d{4})[-./](\d{1,2})[-./](\d{1,2})[T ]\s*(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?:[.,]\d{1,6})?\s*(Z|[-+]\d{2}:?\d{2})?/;

export interface WrittenTime {
  readonly at: Date;
  readonly zoneStated: boolean;
}

/**
 * The first date and time in a text; null where there is none.
 * @param without how many milliseconds a clock that states no zone is ahead of UTC
 * @throws TRACK_TIME_IMPOSSIBLE for the 31st of April
 */
export function writtenTime(text: string, line: number, without = ASSUMED_OFFSET_MS): WrittenTime | null {
  const found = WRITTEN.exec(text);
  if (!found) return null;
  const [written, year, month, day, hour, minute, second, fraction = '', zone] = found;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const plain = Date.UTC(y, mo - 1, d, h, mi, s);
  const back = new Date(plain);
  const told = [back.getUTCFullYear(), back.getUTCMonth() + 1, back.getUTCDate(), back.getUTCHours()];
  if (mi > 59 || s > 59 || told.some((value, index) => value !== parts[index]))
    throw TelemetryErrors.TRACK_TIME_IMPOSSIBLE({ line, written });
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset = zone === undefined ? without : offsetMs(zone);
  return { at: new Date(plain + milliseconds - offset), zoneStated: zone !== undefined };
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes] = /([-+])(\d{2}):?(\d{2})/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
