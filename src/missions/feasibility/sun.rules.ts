import { getPosition, getTimes } from 'suncalc';
import type { Position } from '../../geo/index.js';
import { chinaDateOf, chinaInstant, type Period } from '../../platform/index.js';
import type { Known } from '../air-rules/flight-facts.js';

/** Where the sun stands during a flight: for lights and cameras, and for shadows in what was photographed. */
export interface SunDuring {
  /** Apparent height above the horizon in degrees, refraction included. */
  readonly elevationAtStartDegrees: number;
  readonly elevationAtEndDegrees: number;
  /** Clockwise from north. */
  readonly azimuthAtStartDegrees: number;
  readonly azimuthAtEndDegrees: number;
  /** Of the day in China on which the flight begins. */
  readonly sunriseAt: Date | null;
  readonly sunsetAt: Date | null;
}

/** The upper edge of the sun on the horizon: below it is dark in the sense of the sunrise tables. */
const HORIZON_DEGREES = -0.27;

export function sunDuring({ from, to }: Period, { lon, lat }: Position): SunDuring {
  const [start, end] = [getPosition(from, lat, lon), getPosition(to, lat, lon)];
  const { sunrise, sunset } = getTimes(chinaInstant(chinaDateOf(from), '12:00'), lat, lon);
  return {
    elevationAtStartDegrees: rounded(start.altitude),
    elevationAtEndDegrees: rounded(end.altitude),
    azimuthAtStartDegrees: rounded(start.azimuth),
    azimuthAtEndDegrees: rounded(end.azimuth),
    sunriseAt: sunrise,
    sunsetAt: sunset,
  };
}

/** Whether any part of the flight lies between sunset and sunrise. */
export function inTheDark(
  { from, to }: Period,
  { elevationAtStartDegrees, elevationAtEndDegrees, ...sun }: SunDuring,
): Known {
  if (Math.min(elevationAtStartDegrees, elevationAtEndDegrees) < HORIZON_DEGREES) return 'yes';
  const isNightBetween = sun.sunsetAt !== null && from < sun.sunsetAt && sun.sunsetAt < to;
  return isNightBetween ? 'yes' : 'no';
}

function rounded(degrees: number): number {
  return Math.round(degrees * 10) / 10;
}
