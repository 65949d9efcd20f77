import type { Feature, LineString } from 'geojson';
import type { FixQuality, GimbalAngles, Position } from '../sample.js';

/** One place on a track, ordered by the device's time. */
export interface TrackPoint {
  readonly at: Date;
  /** Ours: against `at` it tells what the device's clock showed. */
  readonly receivedAt: Date;
  readonly position: Position;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly headingDegrees: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly verticalSpeedMetresPerSecond: number | null;
  readonly batteryPercent: number | null;
  readonly gimbal: GimbalAngles | null;
  readonly fix: FixQuality;
}

/** With the word for what the device was doing. */
export interface TrackedPoint extends TrackPoint {
  readonly mode: string | null;
}

/** Half-open. */
export interface TrackGap {
  readonly from: Date;
  readonly to: Date;
}

/**
 * More than three usual intervals are a gap (half-hertz frames: after 6 s), never less than 5 s, and 60 s always are:
 * two lone points must not pass for a device that reports once an hour.
 */
const GAP_INTERVALS = 3;
const SHORTEST_GAP_SECONDS = 5;
export const LONGEST_SILENCE_SECONDS = 60;

/** How far apart two neighbours may lie for a position between them to be called known. */
export const LONGEST_BRIDGE_SECONDS = 10;
/** How far a single neighbour may lie for its position to stand for the instant: an aircraft is some tens of metres on by then. */
const NEAREST_SECONDS = 3;

/**
 * Stretches of the track without a position.
 * @param points in the order of their time.
 */
export function gapsOf(points: readonly TrackPoint[]): TrackGap[] {
  const limit = gapLimitSeconds(points);
  return points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    return secondsBetween(from, to) > limit ? [{ from: from.at, to: to.at }] : [];
  });
}

/** Silence longer than this is a gap of these points, which are in the order of their time. */
export function gapLimitSeconds(points: readonly Pick<TrackPoint, 'at'>[]): number {
  const intervals = points.slice(1).map((point, index) => secondsBetween(points[index] ?? point, point));
  return Math.min(LONGEST_SILENCE_SECONDS, Math.max(SHORTEST_GAP_SECONDS, GAP_INTERVALS * median(intervals)));
}

export const UNKNOWN_POSITION_REASONS = ['no_track', 'outside_track', 'gap_too_large'] as const;
export type UnknownPositionReason = (typeof UNKNOWN_POSITION_REASONS)[number];

interface Neighbours {
  /** Seconds back to the last point before the instant, null when there is none. */
  readonly secondsBefore: number | null;
  /** Seconds on to the first point after the instant, null when there is none. */
  readonly secondsAfter: number | null;
  /** The neighbour closer in time, as measured. */
  readonly nearest: TrackPoint | null;
}

/** Where the device was at an instant: measured then, worked out between two neighbours, taken from the only one, or unknown. */
export type PositionAtInstant =
  | (Neighbours & {
      readonly known: true;
      readonly method: 'measured' | 'interpolated' | 'nearest';
      readonly point: TrackPoint;
    })
  | (Neighbours & { readonly known: false; readonly reason: UnknownPositionReason });

/**
 * Neighbours farther away than a bridge is long decide nothing, so the answer is the same whether or not the device flew
 * again later.
 * @param points in the order of their time; those within `LONGEST_BRIDGE_SECONDS` of the instant suffice.
 */
export function positionAtInstant(points: readonly TrackPoint[], at: Date): PositionAtInstant {
  const after = firstNotBefore(points, at);
  const next = points[after] ?? null;
  if (next && next.at.getTime() === at.getTime())
    return { ...neighbours(next, next, at), known: true, method: 'measured', point: next };
  const previous = points[after - 1] ?? null;
  const around = neighbours(previous, next, at);
  if (previous && next && secondsBetween(previous, next) <= LONGEST_BRIDGE_SECONDS)
    return { ...around, known: true, method: 'interpolated', point: between(previous, next, at) };
  const away = Math.min(around.secondsBefore ?? Infinity, around.secondsAfter ?? Infinity);
  if (around.nearest && away <= NEAREST_SECONDS)
    return { ...around, known: true, method: 'nearest', point: around.nearest };
  return { ...around, known: false, reason: reasonFor(previous, next) };
}

function reasonFor(previous: TrackPoint | null, next: TrackPoint | null): UnknownPositionReason {
  if (previous && next) return 'gap_too_large';
  return previous || next ? 'outside_track' : 'no_track';
}

export type TrackSampleProperties = Position &
  Omit<TrackPoint, 'at' | 'receivedAt' | 'position'> & { readonly at: string; readonly receivedAt: string };

export interface TrackProperties {
  readonly deviceId: string;
  readonly samples: readonly TrackSampleProperties[];
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

/**
 * The track as GeoJSON. The line's third coordinate is the ellipsoid height (RFC 7946 §3.1.1) when every point has one;
 * fewer than two points make no line.
 */
export function trackFeature(
  deviceId: string,
  points: readonly TrackPoint[],
): Feature<LineString | null, TrackProperties> {
  const samples = points.map(sampleOf);
  const gaps = gapsOf(points).map(({ from, to }) => ({ from: from.toISOString(), to: to.toISOString() }));
  return { type: 'Feature', geometry: lineOf(points), properties: { deviceId, samples, gaps } };
}

export function sampleOf({ at, receivedAt, position, ...rest }: TrackPoint): TrackSampleProperties {
  return { at: at.toISOString(), receivedAt: receivedAt.toISOString(), ...position, ...rest };
}

export function lineOf(points: readonly TrackPoint[]): LineString | null {
  if (points.length < 2) return null;
  const flat = points.map(({ position }) => [position.lon, position.lat]);
  const heights = points.map((point) => point.altitudeEllipsoidMetres).filter((height) => height !== null);
  const full = heights.length === points.length;
  return { type: 'LineString', coordinates: full ? flat.map((place, index) => [...place, heights[index] ?? 0]) : flat };
}

function neighbours(previous: TrackPoint | null, next: TrackPoint | null, at: Date): Neighbours {
  const secondsBefore = previous && (at.getTime() - previous.at.getTime()) / 1000;
  const secondsAfter = next && (next.at.getTime() - at.getTime()) / 1000;
  const nextIsNearer = secondsAfter !== null && (secondsBefore === null || secondsAfter < secondsBefore);
  return { secondsBefore, secondsAfter, nearest: nextIsNearer ? next : previous };
}

/** Straight between the neighbours; whatever one of them did not say stays unknown. */
export function between(previous: TrackPoint, next: TrackPoint, at: Date): TrackPoint {
  const share = (at.getTime() - previous.at.getTime()) / (next.at.getTime() - previous.at.getTime());
  const mix = (a: number | null, b: number | null) => (a === null || b === null ? null : a + (b - a) * share);
  const nearer = share < 0.5 ? previous : next;
  return {
    at,
    receivedAt: nearer.receivedAt,
    position: {
      lon: turned(previous.position.lon, next.position.lon, share, 180),
      lat: previous.position.lat + (next.position.lat - previous.position.lat) * share,
    },
    altitudeEllipsoidMetres: mix(previous.altitudeEllipsoidMetres, next.altitudeEllipsoidMetres),
    heightAboveTakeoffMetres: mix(previous.heightAboveTakeoffMetres, next.heightAboveTakeoffMetres),
    altitudeAmslMetres: mix(previous.altitudeAmslMetres, next.altitudeAmslMetres),
    headingDegrees: headingBetween(previous.headingDegrees, next.headingDegrees, share),
    speedMetresPerSecond: mix(previous.speedMetresPerSecond, next.speedMetresPerSecond),
    verticalSpeedMetresPerSecond: mix(previous.verticalSpeedMetresPerSecond, next.verticalSpeedMetresPerSecond),
    batteryPercent: nearer.batteryPercent,
    // A gimbal is slewed, not drifting: half-way between two views is neither.
    gimbal: nearer.gimbal,
    fix: previous.fix === next.fix ? previous.fix : 'unknown',
  };
}

function headingBetween(from: number | null, to: number | null, share: number): number | null {
  if (from === null || to === null) return null;
  return (turned(from, to, share, 360) + 360) % 360;
}

/** The shorter way round from `from` to `to`, as an angle of at most `limit`: over the antimeridian, or through north. */
function turned(from: number, to: number, share: number, limit: 180 | 360): number {
  const turn = ((((to - from + 180) % 360) + 360) % 360) - 180;
  const angle = from + (Math.abs(to - from) <= 180 ? to - from : turn) * share;
  if (angle > limit) return angle - 360;
  return angle < -limit ? angle + 360 : angle;
}

function firstNotBefore(points: readonly TrackPoint[], at: Date): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = points[middle];
    if (point && point.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function secondsBetween(from: Pick<TrackPoint, 'at'>, to: Pick<TrackPoint, 'at'>): number {
  return (to.at.getTime() - from.at.getTime()) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >>> 1] ?? 0;
}
