import { TelemetryErrors } from '../../telemetry.errors.js';
import type { Position } from '../../sample.js';

/** Some writers print every digit of a double, many more than it holds. */
const DECIMAL = /^[-+]?\d{1,12}(?:\.\d{1,40})?$/;
const WITH_COMMA = /^[-+]?\d+,\d+$/;

/** @throws TRACK_DECIMAL_COMMA, TRACK_NUMBER_UNREADABLE */
export function numberIn(written: string, line: number): number {
  const text = written.trim();
  if (DECIMAL.test(text)) return Number(text);
  const details = { line, written: text.slice(0, 40) };
  throw WITH_COMMA.test(text)
    ? TelemetryErrors.TRACK_DECIMAL_COMMA(details)
    : TelemetryErrors.TRACK_NUMBER_UNREADABLE(details);
}

/** Of a value that the track can do without: null where it cannot be read. */
export function numberOrNull(written: string): number | null {
  return DECIMAL.test(written.trim()) ? Number(written) : null;
}

/** Null for 0,0: that is how receivers without a fix spell it. @throws TRACK_POSITION_OUT_OF_RANGE */
export function placeAt(lon: number, lat: number, line: number): Position | null {
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) throw TelemetryErrors.TRACK_POSITION_OUT_OF_RANGE({ line, lat, lon });
  return lat === 0 && lon === 0 ? null : { lon, lat };
}
