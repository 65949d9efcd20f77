import { boundingBox, type Volume } from '../../../geo/index.js';
import type { Period } from '../../../platform/index.js';

/** Side of a lock cell. 0.02 degree is about 2 km: a few cells for the usual flight. */
export const LOCK_CELL_DEGREES = 0.02;
const LOCK_SLOT_MS = 6 * 3_600_000;

/** 8 x 8 cells, repeated over the earth, times 4 slots of a day, repeated every day: 256 keys in all. */
const PATTERN_SIDE = 8;
const PATTERN_SLOTS = 4;

/** A part of the airspace; for ever where it has no period. */
export interface Reach {
  readonly volumes: readonly Pick<Volume, 'geometry'>[];
  readonly during?: Period;
}

/**
 * The advisory lock keys (0 to 255, ascending, each once) of all cells that the boxes touch, in all slots of the day that
 * the period touches. Two plans that share a point at a time share a key, and both take their keys in the same order, so
 * they cannot wait for each other. The pattern repeats every 8 cells (about 16 km): neighbours never share a key by
 * accident, and a plan over a whole province takes 256 locks instead of exhausting the lock table.
 */
export function lockKeys(reaches: readonly Reach[]): number[] {
  const keys = new Set<number>();
  for (const { volumes, during } of reaches) {
    const slots = during ? patternSlots(during) : ALL_SLOTS;
    for (const { geometry } of volumes) {
      const { minLon, minLat, maxLon, maxLat } = boundingBox(geometry);
      for (const column of patternCells(minLon, maxLon))
        for (const row of patternCells(minLat, maxLat))
          for (const slot of slots) keys.add((column * PATTERN_SIDE + row) * PATTERN_SLOTS + slot);
    }
  }
  return [...keys].sort((a, b) => a - b);
}

function patternCells(from: number, to: number): Set<number> {
  return steps(Math.floor(from / LOCK_CELL_DEGREES), Math.floor(to / LOCK_CELL_DEGREES), PATTERN_SIDE);
}

/** The end of a period is not part of it. */
function patternSlots({ from, to }: Period): Set<number> {
  const last = Math.ceil(to.getTime() / LOCK_SLOT_MS) - 1;
  return steps(Math.floor(from.getTime() / LOCK_SLOT_MS), last, PATTERN_SLOTS);
}

const ALL_SLOTS = steps(0, PATTERN_SLOTS - 1, PATTERN_SLOTS);

/** Where the numbers from `first` to `last` lie in a pattern that repeats. */
function steps(first: number, last: number, length: number): Set<number> {
  const places = new Set<number>();
  for (let at = first; at <= Math.min(last, first + length - 1); at += 1) places.add(((at % length) + length) % length);
  return places;
}
