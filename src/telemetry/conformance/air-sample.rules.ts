import type { AirSample } from '../../missions/index.js';
import { NOT_CONNECTED } from '../dialects/dji.codes.js';
import { isStale, type LatestState } from '../positions/latest.rules.js';
import { isAirborne } from '../usage/flight.rules.js';

/** A mode that was said longer ago than this before the newest frame is not what the aircraft does now. */
const MODE_HOLDS_MS = 60_000;

/** Frames within this of each other are one picture of an aircraft that was not looked at before. */
const TOGETHER_MS = 5_000;

/** What was looked at last of an aircraft. */
export interface SeenFrame {
  readonly receivedAt: Date;
  /** By the clock of the aircraft, but never later than its receipt. */
  readonly at: Date;
}

/**
 * What is news of an aircraft since `after`, as flights are watched by it; undefined where nothing is. Frames that were
 * kept and sent later say nothing about now, nor do those of a clock that stands still or was put back, nor what a
 * controller repeats of an aircraft it has lost: an aircraft of which only such come is silent. Where it says itself that it
 * has no fix, its place is not known.
 */
export function airSampleOf(
  { position, mode, heardAt, receivedAt }: LatestState,
  after: SeenFrame | null,
): AirSample | undefined {
  if (after !== null && receivedAt <= after.receivedAt) return undefined;
  if (isStale({ at: heardAt, receivedAt }, receivedAt)) return undefined;
  const at = heardAt < receivedAt ? heardAt : receivedAt;
  const since = after?.receivedAt ?? new Date(receivedAt.getTime() - TOGETHER_MS);
  const place = position && position.receivedAt > since ? position : null;
  if (after !== null && at <= after.at && place === null) return undefined;
  const word = mode && at.getTime() - mode.at.getTime() <= MODE_HOLDS_MS ? mode.word : null;
  if (word === NOT_CONNECTED) return undefined;
  const isSure = place !== null && place.fix !== 'none';
  const heights = {
    heightAboveTakeoffMetres: place?.heightAboveTakeoffMetres ?? null,
    speedMetresPerSecond: place?.speedMetresPerSecond ?? null,
  };
  return {
    at,
    receivedAt,
    position: isSure ? place.position : null,
    heightAboveTakeoffMetres: heights.heightAboveTakeoffMetres,
    altitudeAmslMetres: place?.altitudeAmslMetres ?? null,
    altitudeEllipsoidMetres: place?.altitudeEllipsoidMetres ?? null,
    airborne: isAirborne({ at, receivedAt, mode: word, ...heights }),
  };
}
