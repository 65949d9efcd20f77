import { distanceMetres } from '../../geo/index.js';
import { type FlightFrame, isAirborne } from '../usage/flight.rules.js';
import { gapLimitSeconds, type TrackedPoint, type TrackGap } from './track.rules.js';

/** `hands`: what lies beyond is in other hands or outside the period; `gap`: nothing was heard for long. */
export const SEGMENT_ENDS = ['hands', 'gap', 'take_off', 'landing'] as const;
export type SegmentEnd = (typeof SEGMENT_ENDS)[number];

export interface Segment {
  /** Null: no frame of it tells. */
  readonly airborne: boolean | null;
  readonly begunBy: SegmentEnd;
  readonly endedBy: SegmentEnd;
  /** Never none. */
  readonly points: readonly TrackedPoint[];
}

export interface CutTrack {
  readonly segments: readonly Segment[];
  readonly gaps: readonly TrackGap[];
}

interface OpenSegment {
  airborne: boolean | null;
  begunBy: SegmentEnd;
  endedBy: SegmentEnd;
  readonly points: TrackedPoint[];
}

/** Cuts a track at gaps, take-offs and landings. @param points of one stretch in the same hands, in the order of time */
export function cutTrack(points: readonly TrackedPoint[]): CutTrack {
  const limit = gapLimitSeconds(points);
  const segments: OpenSegment[] = [];
  const gaps: TrackGap[] = [];
  for (const point of points) {
    const open = segments.at(-1);
    const airborne = isAirborne(asFrame(point));
    const previous = open?.points.at(-1);
    const isGap = previous !== undefined && (point.at.getTime() - previous.at.getTime()) / 1000 > limit;
    if (isGap) gaps.push({ from: previous.at, to: point.at });
    const turn = open && !isGap ? turnOf(open.airborne, airborne) : undefined;
    if (open && !isGap && !turn) {
      open.points.push(point);
      open.airborne ??= airborne;
      continue;
    }
    const cut = isGap ? 'gap' : (turn ?? 'hands');
    if (open) open.endedBy = cut;
    segments.push({ airborne, begunBy: cut, endedBy: 'hands', points: [point] });
  }
  return { segments, gaps };
}

/** Metres over ground from frame to frame. */
export function lengthMetres(points: readonly TrackedPoint[]): number {
  return points.slice(1).reduce((sum, { position }, index) => {
    const before = points[index];
    return before ? sum + distanceMetres(before.position, position) : sum;
  }, 0);
}

function turnOf(before: boolean | null, now: boolean | null): SegmentEnd | undefined {
  if (before === null || now === null || before === now) return undefined;
  return now ? 'take_off' : 'landing';
}

function asFrame({ at, receivedAt, mode, heightAboveTakeoffMetres, speedMetresPerSecond }: TrackedPoint): FlightFrame {
  return { at, receivedAt, mode, heightAboveTakeoffMetres, speedMetresPerSecond };
}
