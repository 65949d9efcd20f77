import type { Distortion } from './footprint.types.js';

type Point = readonly [x: number, y: number];

const MOST_STEPS = 40;
const CLOSE_ENOUGH = 1e-9;
/** A twentieth of a pixel of most cameras. */
const TOLERATED = 1e-5;

/** Where a lens puts the ray that a perfect one would put at `[x, y]`; in units of the focal length. */
export function distorted([x, y]: Point, { k1, k2, k3, p1, p2 }: Distortion): Point {
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  return [x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x), y * radial + 2 * p2 * x * y + p1 * (r2 + 2 * y * y)];
}

/**
 * The ray that the lens puts at `[x, y]`, by steps that each undo the distortion of the last guess. Undefined where they
 * do not settle: the numbers belong to another lens, or the model does not reach that far.
 */
export function straightened(seen: Point, distortion: Distortion): Point | undefined {
  let guess = seen;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [x, y] = distorted(guess, distortion);
    const off: Point = [seen[0] - x, seen[1] - y];
    if (Math.hypot(...off) < CLOSE_ENOUGH) return guess;
    guess = [guess[0] + off[0], guess[1] + off[1]];
  }
  const [x, y] = distorted(guess, distortion);
  return Math.hypot(seen[0] - x, seen[1] - y) < TOLERATED ? guess : undefined;
}
