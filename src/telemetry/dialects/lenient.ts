import { isUtf8 } from 'node:buffer';
import type { JsonObject, JsonValue, Position } from '../sample.js';
import { MAX_PAYLOAD_BYTES, read, rejected, type Read } from './dialect.js';

/** Numbers that devices send for "no value"; all of them lie outside what the fields read here can mean. */
const SMALLEST_SENTINEL = 32_767;
const SENTINELS = [SMALLEST_SENTINEL, 65_535, 9_999_999.9, 26_836_624.610466] as const;
/** Wide enough for a sentinel that went through a float32 (9999999.9 becomes 10000000). */
const SENTINEL_TOLERANCE = 0.2;
const LARGEST_CODE = 2 ** 31 - 1;
/** NUL, or a surrogate, paired or not. */
const SUSPICIOUS = /[\0\ud800-\udfff]/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The payload as a JSON object, or why it is not one. */
export function openJson(payload: Buffer): Read<JsonObject> {
  if (payload.length > MAX_PAYLOAD_BYTES) {
    return rejected('PAYLOAD_TOO_LARGE', `${payload.length} bytes, at most ${MAX_PAYLOAD_BYTES} are read`);
  }
  if (!isUtf8(payload)) return rejected('NOT_JSON', 'not UTF-8');
  let value: JsonValue;
  try {
    value = JSON.parse(payload.toString('utf8')) as JsonValue;
  } catch {
    return rejected('NOT_JSON', `${payload.length} bytes that are not JSON`);
  }
  const object = asObject(value);
  return object ? read(object) : rejected('BAD_SHAPE', 'the message is not a JSON object');
}

export function asObject(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** Text of at most `maxLength` characters, fit for PostgreSQL (no NUL, no lone surrogate); null for anything else or for nothing. */
export function asText(value: JsonValue | undefined, maxLength = 200): string | null {
  if (typeof value !== 'string') return null;
  const text = storable(value.slice(0, maxLength)).trim();
  return text === '' ? null : text;
}

/** PostgreSQL refuses NUL and unpaired surrogates in text and jsonb; either would fail the whole batch. */
export function storable(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return Buffer.from(text.replaceAll('\u0000', ''), 'utf8').toString('utf8');
}

/** A finite number, also when it came as text; sentinels are null. */
export function asNumber(value: JsonValue | undefined): number | null {
  const number = asFiniteNumber(value);
  return number === null || isSentinel(number) ? null : number;
}

/** A finite number, also when it came as text: for what an instrument measured, where 65535 may be meant. */
export function asFiniteNumber(value: JsonValue | undefined): number | null {
  const number = rawNumber(value);
  return number === null || !Number.isFinite(number) ? null : number;
}

/** As asNumber, and null outside `min`…`max`: what a sensor cannot mean is not a value. */
export function asNumberWithin(value: JsonValue | undefined, min: number, max: number): number | null {
  const number = asNumber(value);
  return number === null || number < min || number > max ? null : number;
}

export function asInteger(value: JsonValue | undefined): number | null {
  const number = asNumber(value);
  return number === null || !Number.isSafeInteger(number) ? null : number;
}

/** A code or a count that 32 bits hold; 65535 is one. */
export function asCode(value: JsonValue | undefined): number | null {
  const number = asFiniteNumber(value);
  return number !== null && Number.isInteger(number) && Math.abs(number) <= LARGEST_CODE ? number : null;
}

/** 1, true, "1" and "true" mean yes: firmware disagrees about the type. */
export function asFlag(value: JsonValue | undefined): boolean {
  return value === true || value === 1 || value === '1' || value === 'true';
}

/**
 * The position of a frame that says both coordinates; null when one is missing, a sentinel, or the 0,0 of a receiver
 * without a fix. Coordinates that are not numbers, or are none on Earth, reject the message.
 */
export function readPosition(lat: JsonValue | undefined, lon: JsonValue | undefined): Read<Position | null> {
  if (isAbsent(lat) || isAbsent(lon)) return read(null);
  const latitude = rawNumber(lat);
  const longitude = rawNumber(lon);
  if (latitude === null || longitude === null) return rejected('BAD_SHAPE', 'latitude or longitude is not a number');
  if (isSentinel(latitude) || isSentinel(longitude)) return read(null);
  if (latitude === 0 && longitude === 0) return read(null);
  if (!(Math.abs(latitude) <= 90)) return rejected('POSITION_OUT_OF_RANGE', `latitude ${latitude} is outside -90..90`);
  if (!(Math.abs(longitude) <= 180)) {
    return rejected('POSITION_OUT_OF_RANGE', `longitude ${longitude} is outside -180..180`);
  }
  return read({ lon: longitude, lat: latitude });
}

/** Any angle as 0 ≤ heading < 360; null when absent or beyond one turn. */
export function asHeading(value: JsonValue | undefined): number | null {
  const degrees = asNumberWithin(value, -360, 360);
  if (degrees === null) return null;
  return degrees < 0 ? (degrees + 360) % 360 : degrees % 360;
}

function isAbsent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

function rawNumber(value: JsonValue | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && DECIMAL.test(value.trim())) return Number(value);
  return null;
}

function isSentinel(value: number): boolean {
  const size = Math.abs(value);
  return size > SMALLEST_SENTINEL - 1 && SENTINELS.some((sentinel) => Math.abs(size - sentinel) < SENTINEL_TOLERANCE);
}
