import { distanceMetres } from '../../../geo/index.js';
import {
  silent,
  type WeatherAnswer,
  type WeatherQuestion,
  type WeatherReading,
  type WeatherSourceKind,
} from './weather.js';
import type { WeatherDocument } from './weather-document.js';

export interface DocumentLimits {
  /** An older document says nothing any more. */
  readonly maxAgeMs: number;
  /** How far from its place weather is still taken for that of the flight. */
  readonly reachMetres: number;
}

type Hour = WeatherDocument['places'][number]['hours'][number];

/** A clock of the sender may be this far ahead. */
const AHEAD_MS = 10 * 60_000;
/** Rain in an hour from which it is called moderate, and heavy. */
const MODERATE_MILLIMETRES = 2.5;
const HEAVY_MILLIMETRES = 8;

export function rainfallLevel(millimetresPerHour: number): number {
  if (millimetresPerHour <= 0) return 0;
  if (millimetresPerHour < MODERATE_MILLIMETRES) return 1;
  return millimetresPerHour < HEAVY_MILLIMETRES ? 2 : 3;
}

/** What a document says of a flight: the hours of its nearest place that meet the flight's. */
export function answerFrom(
  source: WeatherSourceKind,
  { source: name, issuedAt, observed, places }: WeatherDocument,
  { place, during, now }: WeatherQuestion,
  { maxAgeMs, reachMetres }: DocumentLimits,
): WeatherAnswer {
  const age = now.getTime() - issuedAt.getTime();
  if (age < -AHEAD_MS) return silent(source, 'invalid', 'issued in the future');
  if (age > maxAgeMs) return silent(source, 'stale', `issued ${issuedAt.toISOString()}`);
  const [nearest] = places
    .map(({ lon, lat, hours }) => ({ hours, distance: distanceMetres(place, { lon, lat }) }))
    .toSorted((a, b) => a.distance - b.distance);
  if (!nearest) return silent(source, 'absent', 'names no place');
  if (nearest.distance > reachMetres)
    return silent(source, 'too_far', `the nearest place is ${Math.round(nearest.distance)} m away`);
  const hours = nearest.hours.filter(({ from, to }) => from < during.to && during.from < to);
  if (hours.length === 0) return silent(source, 'other_time', null);
  const reading = (hour: Hour): WeatherReading => ({
    source,
    name,
    basis: observed ? 'observed' : 'forecast',
    during: { from: hour.from, to: hour.to },
    saidAt: issuedAt,
    distanceMetres: nearest.distance,
    values: {
      windMetresPerSecond: hour.windMetresPerSecond,
      gustMetresPerSecond: hour.gustMetresPerSecond,
      rainfall: hour.rainMillimetresPerHour === null ? null : rainfallLevel(hour.rainMillimetresPerHour),
      celsius: hour.temperatureCelsius,
      visibilityMetres: hour.visibilityMetres,
    },
  });
  return { source, state: 'used', detail: null, readings: hours.map(reading) };
}
