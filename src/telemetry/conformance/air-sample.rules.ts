import type { AirSample } from '../../missions/index.js';
import { isStale, type LatestState } from '../positions/latest.rules.js';
import { isAirborne } from '../usage/flight.rules.js';

/** A mode that was said longer ago than this before the newest frame is not what the aircraft does now. */
const MODE_HOLDS_MS = 60_000;

/** Frames within this of each other are one picture of an aircraft that was not looked at before. */
const TOGETHER_MS = 5_000;

/**
 * What is news of an aircraft since `after`, as flights are watched by it; undefined where nothing is. Frames that were
 * kept and sent later say nothing about now.
 */
export function airSampleOf(
  { position, mode, heardAt, receivedAt }: LatestState,
  after: Date | null,
): AirSample | undefined {
  if (after !== null && receivedAt <= after) return undefined;
  if (isStale({ at: heardAt, receivedAt }, receivedAt)) return undefined;
  const at = heardAt < receivedAt ? heardAt : receivedAt;
  const since = after ?? new Date(receivedAt.getTime() - TOGETHER_MS);
  const place = position && position.receivedAt > since ? position : null;
  const word = mode && at.getTime() - mode.at.getTime() <= MODE_HOLDS_MS ? mode.word : null;
  const heights = {
    heightAboveTakeoffMetres: place?.heightAboveTakeoffMetres ?? null,
    speedMetresPerSecond: place?.speedMetresPerSecond ?? null,
  };
  return {
    at,
    receivedAt,
    position: place?.position ?? null,
    heightAboveTakeoffMetres: heights.heightAboveTakeoffMetres,
    altitudeAmslMetres: place?.altitudeAmslMetres ?? null,
    altitudeEllipsoidMetres: place?.altitudeEllipsoidMetres ?? null,
    airborne: isAirborne({ at, receivedAt, mode: word, ...heights }),
  };
}
