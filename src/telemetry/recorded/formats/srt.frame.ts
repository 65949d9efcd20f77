import { TelemetryErrors } from '../../telemetry.errors.js';
import type { GimbalAngles, JsonObject } from '../../sample.js';
import { numberIn, numberOrNull } from './written.rules.js';

/**
 * How a subtitle spells a place. `bracketed`: each value in square brackets under its name; `home`: a line of the start
 * and one of the place, once a second; `exposure`: one line that begins with the exposure.
 */
const SRT_STYLES = ['bracketed', 'home', 'exposure'] as const;
export type SrtStyle = (typeof SRT_STYLES)[number];

/** The two numbers of a place in their order in the file, before anybody knows which is which. */
export type WrittenPlace =
  | { readonly named: true; readonly lon: number; readonly lat: number }
  | { readonly named: false; readonly first: number; readonly second: number };

export interface SubtitleWords {
  readonly style: SrtStyle;
  /** Null where the subtitle has its other values and no place. */
  readonly place: WrittenPlace | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeUnstatedMetres: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly gimbal: GimbalAngles | null;
  readonly extra: JsonObject | null;
  readonly unreadableValues: number;
}

const LATITUDE = /\[\s*latitude\s*:\s*([^\]\s]*)\s*\]/i;
/** Some firmware has one letter too many. */
const LONGITUDE = /\[\s*longt?itude\s*:\s*([^\]\s]*)\s*\]/i;
const PLACE = /\bGPS\s*\(([^)]*)\)/i;
const EXPOSURE = /\bF\/[\d.]+\s*,\s*SS\b/i;
const OTHER_VALUES = /\[\s*iso\s*:|(?:FrameCnt|SrtCnt)\s*:|\bISO\s*:/i;

/** What a subtitle says; undefined for one that is no drone's. @throws TRACK_NUMBER_UNREADABLE, TRACK_DECIMAL_COMMA, TRACK_LINE_UNREADABLE */
export function subtitleWords(text: string, line: number): SubtitleWords | undefined {
  const values = new Values(text);
  const latitude = LATITUDE.exec(text)?.[1];
  const longitude = LONGITUDE.exec(text)?.[1];
  if (latitude !== undefined && longitude !== undefined)
    return bracketed({ named: true, lat: numberIn(latitude, line), lon: numberIn(longitude, line) }, values);
  if (latitude !== undefined || longitude !== undefined) throw TelemetryErrors.TRACK_LINE_UNREADABLE({ line });
  const place = PLACE.exec(text)?.[1];
  if (place !== undefined) return inBrackets(place, EXPOSURE.test(text), values, line);
  if (EXPOSURE.test(text)) return inBrackets(null, true, values, line);
  return OTHER_VALUES.test(text) ? bracketed(null, values) : undefined;
}

function bracketed(place: WrittenPlace | null, values: Values): SubtitleWords {
  const gimbal = {
    pitchDegrees: values.number(/\bgb_pitch\s*:\s*([^\s\]]+)/i),
    rollDegrees: values.number(/\bgb_roll\s*:\s*([^\s\]]+)/i),
    yawDegrees: values.number(/\bgb_yaw\s*:\s*([^\s\]]+)/i),
  };
  const frame = values.number(/\b(?:FrameCnt|SrtCnt)\s*:\s*(\d+)/i);
  return {
    style: 'bracketed',
    place,
    heightAboveTakeoffMetres: values.number(/\brel_alt\s*:\s*([^\s\]]+)/i),
    altitudeUnstatedMetres: values.number(/\b(?:abs_alt|altitude)\s*:\s*([^\s\]]+)/i),
    speedMetresPerSecond: null,
    gimbal: Object.values(gimbal).every((angle) => angle === null) ? null : gimbal,
    extra: frame === null ? null : { frame },
    unreadableValues: values.unreadable,
  };
}

/** What the third number means differs with the firmware (height or satellites): it is kept and not used. */
function inBrackets(written: string | null, isExposure: boolean, values: Values, line: number): SubtitleWords {
  const parts = written?.split(',') ?? [];
  if (parts.length > 3) throw TelemetryErrors.TRACK_DECIMAL_COMMA({ line, written: written?.slice(0, 40) });
  const [first = '', second = '', third] = parts;
  const isSilent = written === null || /^[\s,n/a-]*$/i.test(written);
  if (!isSilent && parts.length < 2) throw TelemetryErrors.TRACK_LINE_UNREADABLE({ line });
  const thirdNumber = third === undefined ? null : numberOrNull(third);
  return {
    style: isExposure ? 'exposure' : 'home',
    place: isSilent ? null : { named: false, first: numberIn(first, line), second: numberIn(second, line) },
    heightAboveTakeoffMetres: values.number(isExposure ? /\bH\s+([^\s,]+?)m\b/ : /\bBAROMETER\s*:\s*([^\s,]+)/i),
    altitudeUnstatedMetres: null,
    speedMetresPerSecond: values.number(/\bH\.S\s+([^\s,]+?)m\/s/),
    gimbal: null,
    extra: thirdNumber === null ? null : { thirdNumber },
    unreadableValues: values.unreadable,
  };
}

/** Values that a track can do without; counts those that are there and cannot be read. */
class Values {
  unreadable = 0;
  constructor(private readonly text: string) {}

  number(pattern: RegExp): number | null {
    const written = pattern.exec(this.text)?.[1];
    if (written === undefined) return null;
    const value = numberOrNull(written);
    if (value === null) this.unreadable += 1;
    return value;
  }
}
