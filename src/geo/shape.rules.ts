import { buffer } from '@turf/buffer';
import { lineString } from '@turf/helpers';
import type { Geometry, Polygon, Position as Coordinates } from 'geojson';
import type { Position } from './geo.types.js';
import { metresPlane, nearestShare } from './plane.rules.js';
import { boundingBox } from './polygon.rules.js';
import { destination } from './position.rules.js';

/** Corners of a circle: with so many it is at no place more than 0.13 % of its radius inside the true one. */
const CIRCLE_CORNERS = 64;
/** Seven decimals of a degree are about a centimetre. */
const DECIMALS = 1e7;

/** A circle as a polygon whose corners lie on it. */
export function circle(centre: Position, radiusMetres: number): Polygon {
  const corners = Array.from({ length: CIRCLE_CORNERS }, (_, nth) => {
    const { lon, lat } = destination(centre, -(nth * 360) / CIRCLE_CORNERS, radiusMetres);
    return rounded([lon, lat]);
  });
  return { type: 'Polygon', coordinates: [[...corners, corners[0] ?? []]] };
}

/**
 * Everything within half the width of a line, round at its ends.
 * @returns undefined where the line folds back so that there is no outline
 */
export function corridor(line: readonly Coordinates[], widthMetres: number): Polygon | undefined {
  const around = buffer(lineString([...line]), widthMetres / 2, { units: 'meters', steps: 16 })?.geometry;
  if (around?.type !== 'Polygon') return undefined;
  return { type: 'Polygon', coordinates: around.coordinates.map((ring) => ring.map(rounded)) };
}

/**
 * How many pairs of a line's legs, neighbours left out, cross or come nearer to each other than this: what drawing a
 * corridor along it costs grows with them. Counted until there are more than `most`.
 */
export function legsNearEachOther(line: readonly Coordinates[], metres: number, most: number): number {
  const legs = legsOf(line);
  let pairs = 0;
  for (let later = 2; later < legs.length; later += 1)
    for (let earlier = 0; earlier < later - 1; earlier += 1) {
      if (areNear(legs[earlier], legs[later], metres)) pairs += 1;
      if (pairs > most) return pairs;
    }
  return pairs;
}

type Point = readonly [east: number, north: number];
type Leg = readonly [from: Point, to: Point];

function legsOf(line: readonly Coordinates[]): Leg[] {
  const [[lon = 0, lat = 0] = []] = line;
  const plane = metresPlane({ lon, lat });
  const points = line.map(([east = 0, north = 0]) => plane.to({ lon: east, lat: north }));
  return points.slice(1).map((to, nth) => [points[nth] ?? to, to]);
}

function areNear(one: Leg | undefined, other: Leg | undefined, metres: number): boolean {
  if (!one || !other || !boxesNear(one, other, metres)) return false;
  const [a, b] = one;
  const [c, d] = other;
  const crosses = side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
  return crosses || [toLeg(a, other), toLeg(b, other), toLeg(c, one), toLeg(d, one)].some((gap) => gap < metres);
}

function boxesNear([[ax, ay], [bx, by]]: Leg, [[cx, cy], [dx, dy]]: Leg, metres: number): boolean {
  return (
    Math.max(ax, bx) + metres > Math.min(cx, dx) &&
    Math.max(cx, dx) + metres > Math.min(ax, bx) &&
    Math.max(ay, by) + metres > Math.min(cy, dy) &&
    Math.max(cy, dy) + metres > Math.min(ay, by)
  );
}

/** Positive where the point lies to the left of the line from one to the other. */
function side([ax, ay]: Point, [bx, by]: Point, [px, py]: Point): number {
  return (bx - ax) * (py - ay) - (by - ay) * (px - ax);
}

function toLeg([x, y]: Point, [[ax, ay], [bx, by]]: Leg): number {
  const share = nearestShare(ax - x, ay - y, bx - x, by - y);
  return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y);
}

/** The middle of the box around all of them. */
export function centreOf(geometries: readonly Geometry[]): Position {
  const { minLon, minLat, maxLon, maxLat } = boundingBox({ type: 'GeometryCollection', geometries: [...geometries] });
  return { lon: (minLon + maxLon) / 2, lat: (minLat + maxLat) / 2 };
}

function rounded([lon = NaN, lat = NaN]: Coordinates): Coordinates {
  return [Math.round(lon * DECIMALS) / DECIMALS, Math.round(lat * DECIMALS) / DECIMALS];
}
