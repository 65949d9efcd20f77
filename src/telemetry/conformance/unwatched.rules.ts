import type { DueFlight, UnwatchedReason } from '../../missions/index.js';
import { NOT_CONNECTED } from '../dialects/dji.codes.js';
import type { LatestState } from '../positions/latest.rules.js';
import type { SeenFrame } from './air-sample.rules.js';

/** Frames come every two seconds: an aircraft without one for so long is not heard of. */
const HEARD_MS = 30_000;
/** Crews switch on a little late; with the time between two looks it is told within a minute of the take-off time. */
const GRACE_MS = 20_000;

/** What is heard of the aircraft of a flight that has not said to be in the air. */
export interface Heard {
  /** The last of its frames that flights can be watched by. */
  readonly usable: SeenFrame | null;
  readonly latest: LatestState | undefined;
  /** Something of it was refused lately because of its clock. */
  readonly isRefused: boolean;
  /** Since when we listen to it without a break; null: others do. */
  readonly since: Date | null;
}

/**
 * Why a flight is not watched; null where it is, or nothing is to be heard of it yet. A clock that is wrong is told as soon
 * as the flight may begin; once told, silence says nothing more. Who has not listened for long knows nothing yet.
 */
export function unwatchedBecause(flight: DueFlight, heard: Heard, now: Date): UnwatchedReason | null {
  if (!flight.isDue) return null;
  if (heard.usable && isRecent(heard.usable.receivedAt, now)) return null;
  if (!heard.since || now.getTime() - heard.since.getTime() < HEARD_MS) return flight.told;
  if (heard.isRefused || isUnusable(heard.latest, now)) return 'clock';
  const { from, to } = flight.during;
  const isExpected = now.getTime() >= from.getTime() + GRACE_MS && now < to;
  return isExpected || flight.isSaidFlying ? (flight.told ?? 'no_frames') : null;
}

function isUnusable(latest: LatestState | undefined, now: Date): boolean {
  return latest !== undefined && isRecent(latest.receivedAt, now) && latest.mode?.word !== NOT_CONNECTED;
}

function isRecent(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() <= HEARD_MS;
}
