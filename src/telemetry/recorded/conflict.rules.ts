import { distanceMetres, metresPlane } from '../../geo/index.js';
import type { Position } from '../sample.js';
import { LONGEST_BRIDGE_SECONDS, positionAtInstant, type TrackPoint } from '../tracks/track.rules.js';

/** How far a recorded track and the frames of the line lie apart. Numbers only: which of them is right nobody decides here. */
export interface TrackConflict {
  /** Recorded places for which the line told one at the same instant. */
  readonly compared: number;
  readonly medianMetres: number;
  readonly worstMetres: number;
  /** By how much later the line says that the device passed the same places; null where too few can be told. */
  readonly lineLaterSeconds: number | null;
}

interface Seen {
  readonly at: Date;
  readonly position: Position;
}

/** Places of a track that are compared: enough for a median. */
const MOST_COMPARED = 200;
const FEWEST_PASSINGS = 5;
/** Clocks farther apart than this share no places that could be told from chance. */
const CLOCKS_WITHIN_MS = 120_000;
const SAME_PLACE_METRES = 30;
/** A device that hovers passes no place. */
const MOVING_METRES_PER_SECOND = 1;

/** Null where both never tell a place of the same instant. @param line in the order of time */
export function conflictOf(line: readonly TrackPoint[], recorded: readonly Seen[]): TrackConflict | null {
  const step = Math.max(1, Math.ceil(recorded.length / MOST_COMPARED));
  const chosen = recorded.filter((_, index) => index % step === 0);
  const metres = chosen.flatMap(({ at, position }) => {
    const found = positionAtInstant(line, at);
    return found.known ? [distanceMetres(found.point.position, position)] : [];
  });
  if (metres.length === 0) return null;
  const later = chosen.flatMap((seen) => passing(line, seen) ?? []);
  return {
    compared: metres.length,
    medianMetres: rounded(median(metres)),
    worstMetres: rounded(Math.max(...metres)),
    lineLaterSeconds: later.length < FEWEST_PASSINGS ? null : rounded(median(later)),
  };
}

/** When the line passed that place, in seconds after the recorded instant; of the places between two of its frames the nearest. */
function passing(line: readonly TrackPoint[], { at, position }: Seen): number | undefined {
  const plane = metresPlane(position);
  const earliest = at.getTime() - CLOCKS_WITHIN_MS;
  const latest = at.getTime() + CLOCKS_WITHIN_MS;
  let nearest = SAME_PLACE_METRES;
  let found: number | undefined;
  for (let index = firstFrom(line, earliest) + 1; index < line.length; index += 1) {
    const [before, after] = [line[index - 1], line[index]];
    if (!before || !after || after.at.getTime() > latest) break;
    const seconds = (after.at.getTime() - before.at.getTime()) / 1000;
    const [ax, ay] = plane.to(before.position);
    const [bx, by] = plane.to(after.position);
    const length = Math.hypot(bx - ax, by - ay);
    if (seconds > LONGEST_BRIDGE_SECONDS || length < MOVING_METRES_PER_SECOND * seconds || length === 0) continue;
    const share = Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / (length * length)));
    const away = Math.hypot(ax + share * (bx - ax), ay + share * (by - ay));
    if (away >= nearest) continue;
    nearest = away;
    found = (before.at.getTime() - at.getTime()) / 1000 + share * seconds;
  }
  return found;
}

function firstFrom(line: readonly TrackPoint[], time: number): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((line[middle]?.at.getTime() ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >>> 1] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
