import { distanceMetres, type Position } from '../../geo/index.js';
import type { TrackSample } from './corroboration.types.js';

/** Between two points this close in time the track is taken as straight; drones report every 0.5 to 2 s. */
const BRIDGED_GAP_SECONDS = 10;
/** A single point this near in time may stand for the moment. */
const SINGLE_POINT_SECONDS = 3;

export interface TrackMoment extends Position {
  readonly heightAboveTakeoffMetres: number | null;
  readonly headingDegrees: number | null;
  readonly gimbalYawDegrees: number | null;
  readonly speedMetresPerSecond: number;
  /** Seconds from the moment to the nearest recorded point. */
  readonly secondsToSample: number;
  /** Length of the gap the position was bridged over; 0 on a recorded point. */
  readonly gapSeconds: number;
}

export type TrackMatch =
  | { readonly matched: true; readonly moment: TrackMoment }
  | { readonly matched: false; readonly secondsToSample: number; readonly allowedSeconds: number };

/** Where the track was at a moment: between two near points by straight line, or at one very near point, or not known. */
export function trackAt(samples: readonly TrackSample[], at: Date): TrackMatch | null {
  const seconds = (sample: TrackSample): number => (sample.at.getTime() - at.getTime()) / 1000;
  const before = samples.findLast((sample) => seconds(sample) <= 0);
  const after = samples.find((sample) => seconds(sample) >= 0);
  const nearest = nearer(before, after, seconds);
  if (!nearest) return null;
  const secondsToSample = Math.abs(seconds(nearest));
  if (before && after && seconds(after) - seconds(before) <= BRIDGED_GAP_SECONDS) {
    return { matched: true, moment: between(before, after, at, secondsToSample) };
  }
  if (secondsToSample > SINGLE_POINT_SECONDS)
    return { matched: false, secondsToSample, allowedSeconds: SINGLE_POINT_SECONDS };
  return { matched: true, moment: single(nearest, secondsToSample) };
}

function nearer(
  before: TrackSample | undefined,
  after: TrackSample | undefined,
  seconds: (sample: TrackSample) => number,
): TrackSample | undefined {
  if (!before || !after) return before ?? after;
  return -seconds(before) <= seconds(after) ? before : after;
}

function single(sample: TrackSample, secondsToSample: number): TrackMoment {
  return {
    lon: sample.lon,
    lat: sample.lat,
    heightAboveTakeoffMetres: sample.heightAboveTakeoffMetres ?? null,
    headingDegrees: sample.headingDegrees ?? null,
    gimbalYawDegrees: sample.gimbalYawDegrees ?? null,
    speedMetresPerSecond: sample.speedMetresPerSecond ?? 0,
    secondsToSample,
    gapSeconds: 2 * secondsToSample,
  };
}

function between(before: TrackSample, after: TrackSample, at: Date, secondsToSample: number): TrackMoment {
  const gapSeconds = (after.at.getTime() - before.at.getTime()) / 1000;
  if (gapSeconds === 0) return single(before, 0);
  const share = (at.getTime() - before.at.getTime()) / 1000 / gapSeconds;
  const mix = (a: number, b: number): number => a + (b - a) * share;
  const near = share < 0.5 ? before : after;
  const from = before.heightAboveTakeoffMetres ?? null;
  const to = after.heightAboveTakeoffMetres ?? null;
  const reported = Math.max(before.speedMetresPerSecond ?? 0, after.speedMetresPerSecond ?? 0);
  return {
    ...single(near, secondsToSample),
    lon: mix(before.lon, after.lon),
    lat: mix(before.lat, after.lat),
    heightAboveTakeoffMetres: from === null || to === null ? null : mix(from, to),
    speedMetresPerSecond: Math.max(reported, distanceMetres(before, after) / gapSeconds),
    gapSeconds,
  };
}
