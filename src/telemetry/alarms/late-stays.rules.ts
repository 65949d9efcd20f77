import type { Position } from '../../geo/index.js';
import { isInside } from '../fences/fence.rules.js';
import type { Fence } from '../fences/fence.types.js';
import type { FixQuality } from '../sample.js';

export interface LatePoint {
  readonly at: Date;
  readonly position: Position;
  readonly heightAboveTakeoffMetres: number | null;
  readonly fix: FixQuality;
}

export interface LateStay {
  readonly fence: Fence;
  readonly from: Date;
  readonly to: Date;
  /** Where it was first inside. */
  readonly position: Position;
}

/** Two moments inside belong to one stay if nothing outside lies between them and they are not farther apart. */
export const LONGEST_GAP_MS = 60_000;

/**
 * Who was inside of which fence during a stretch of a track, and around it for as long as a stay goes on; nothing from
 * before a version of a fence was drawn or after it ended.
 */
export function lateStays(
  points: readonly LatePoint[],
  stretch: Pick<LateStay, 'from' | 'to'>,
  around: (point: LatePoint) => readonly Fence[],
): LateStay[] {
  const open = new Map<string, LateStay>();
  const done: LateStay[] = [];
  for (const point of points) {
    if (point.fix === 'none') continue;
    const holding = around(point).filter((fence) => countsAt(fence, point));
    for (const [id, stay] of open) {
      const isGone = !holding.some(({ fenceId }) => fenceId === id) || gapMs(stay, point) > LONGEST_GAP_MS;
      if (!isGone) continue;
      done.push(stay);
      open.delete(id);
    }
    for (const fence of holding) {
      const stay = open.get(fence.fenceId);
      const begun = stay ?? { fence, from: point.at, to: point.at, position: point.position };
      open.set(fence.fenceId, { ...begun, to: point.at });
    }
  }
  return [...done, ...open.values()].filter(({ from, to }) => from <= stretch.to && to >= stretch.from);
}

function countsAt(fence: Fence, point: LatePoint): boolean {
  const { createdAt, endedAt, from, to } = fence;
  if (point.at < createdAt || (endedAt && point.at >= endedAt)) return false;
  if ((from && point.at < from) || (to && point.at >= to)) return false;
  return isInside({ limits: fence, holdsPosition: true }, point) === true;
}

function gapMs({ to }: LateStay, { at }: LatePoint): number {
  return at.getTime() - to.getTime();
}
