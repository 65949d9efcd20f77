import { metresPlane, type Position } from '../../geo/index.js';

/** Pieces simplified by themselves: at worst the work grows with the square of their length. */
const PIECE = 500;

interface Placed {
  readonly position: Position;
}

/**
 * Douglas and Peucker's line: of the points as many as are needed that none lies farther than the tolerance from the line
 * on the ground. The first and last stay, order and values too. Tolerance 0 keeps all.
 */
export function simplified<T extends Placed>(points: readonly T[], toleranceMetres: number): T[] {
  if (toleranceMetres <= 0 || points.length < 3) return [...points];
  const kept = new Uint8Array(points.length);
  const last = points.length - 1;
  for (let from = 0; from < last; from += PIECE) {
    const to = Math.min(from + PIECE, last);
    for (const index of corners(points.slice(from, to + 1), toleranceMetres)) kept[from + index] = 1;
  }
  return points.filter((_, index) => kept[index] === 1);
}

function corners(points: readonly Placed[], tolerance: number): number[] {
  const { east, north } = flattened(points);
  const last = points.length - 1;
  const kept = [0, last];
  const open: [number, number][] = [[0, last]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [begin, end] = part;
    const corner = farthest(east, north, begin, end);
    if (corner.squared <= tolerance * tolerance) continue;
    kept.push(corner.index);
    open.push([begin, corner.index], [corner.index, end]);
  }
  return kept;
}

function flattened(points: readonly Placed[]): { east: Float64Array; north: Float64Array } {
  const plane = metresPlane(points[0]?.position ?? { lon: 0, lat: 0 });
  const flat = points.map(({ position }) => plane.to(position));
  return { east: Float64Array.from(flat, ([x]) => x), north: Float64Array.from(flat, ([, y]) => y) };
}

/** Of the points between two the one farthest from the straight way between those, and its distance squared. */
function farthest(east: Float64Array, north: Float64Array, begin: number, end: number) {
  const [ax, ay] = [east[begin] ?? 0, north[begin] ?? 0];
  const [dx, dy] = [(east[end] ?? 0) - ax, (north[end] ?? 0) - ay];
  const length = dx * dx + dy * dy;
  let index = begin;
  let squared = -1;
  for (let at = begin + 1; at < end; at += 1) {
    const x = (east[at] ?? 0) - ax;
    const y = (north[at] ?? 0) - ay;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length));
    const missEast = x - share * dx;
    const missNorth = y - share * dy;
    const away = missEast * missEast + missNorth * missNorth;
    if (away > squared) {
      index = at;
      squared = away;
    }
  }
  return { index, squared };
}
