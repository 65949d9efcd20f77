import { boundingBox, type Volume } from '../../../geo/index.js';

/** Side of a lock cell. 0.02 degree is about 2 km: a few cells for the usual flight. */
export const LOCK_CELL_DEGREES = 0.02;

/** Keys along one side of the lock pattern: 16 x 16 = 256 keys in all, repeated over the earth. */
const PATTERN_SIDE = 16;

/**
 * The advisory lock keys (0 to 255, ascending, each once) of all cells that the volumes' boxes touch. Two plans that share
 * a point share a cell and so a key; both take their keys in the same order, so they cannot wait for each other. The
 * pattern repeats every 16 cells (about 32 km): neighbours never share a key by accident, and a plan over a whole
 * province takes 256 locks instead of exhausting the lock table.
 */
export function lockKeys(volumes: readonly Pick<Volume, 'geometry'>[]): number[] {
  const keys = new Set<number>();
  for (const { geometry } of volumes) {
    const { minLon, minLat, maxLon, maxLat } = boundingBox(geometry);
    for (const column of patternCells(minLon, maxLon)) {
      for (const row of patternCells(minLat, maxLat)) keys.add(column * PATTERN_SIDE + row);
    }
  }
  return [...keys].sort((a, b) => a - b);
}

function patternCells(from: number, to: number): Set<number> {
  const first = Math.floor(from / LOCK_CELL_DEGREES);
  const last = Math.min(Math.floor(to / LOCK_CELL_DEGREES), first + PATTERN_SIDE - 1);
  const cells = new Set<number>();
  for (let cell = first; cell <= last; cell += 1) cells.add(((cell % PATTERN_SIDE) + PATTERN_SIDE) % PATTERN_SIDE);
  return cells;
}
