import type { Areal, Position } from './geo.types.js';
import { polygonsOf } from './geo.types.js';
import { boundingBox, boxesMeet, contains, distanceToEdgeMetres } from './polygon.rules.js';

/** A stretch of a segment, from 0 (its beginning) to 1 (its end). */
export type Stretch = readonly [from: number, to: number];

/** What runs so near to an edge is taken to run on it: along a shared edge, rounded coordinates agree no better. */
const ON_EDGE_METRES = 0.1;

/**
 * The stretches of the straight segment (in longitude and latitude, RFC 7946 §3.1.1) that lie inside the geometry, its
 * edge included; in order and not touching.
 */
export function stretchesInside(geometry: Areal, a: Position, b: Position): Stretch[] {
  if (!boxesMeet(boundingBox(geometry), boxOf(a, b))) return [];
  const cuts = [0, ...cutsOf(geometry, a, b), 1].sort((s, t) => s - t);
  const inside: Stretch[] = [];
  for (let i = 1; i < cuts.length; i += 1) {
    const [from = 0, to = 0] = [cuts[i - 1], cuts[i]];
    if (to > from && holdsMiddle(geometry, along(a, b, (from + to) / 2))) inside.push([from, to]);
  }
  if (a.lon === b.lon && a.lat === b.lat) return holdsMiddle(geometry, a) ? [[0, 1]] : [];
  return joined(inside);
}

/** Stretches put together where they overlap or touch, in order. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const together: [number, number][] = [];
  for (const [from, to] of stretches.toSorted((s, t) => s[0] - t[0])) {
    const last = together.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else together.push([from, to]);
  }
  return together;
}

/** Where one is after this share of the way from `a` to `b`. */
export function along(a: Position, b: Position, share: number): Position {
  return { lon: a.lon + share * (b.lon - a.lon), lat: a.lat + share * (b.lat - a.lat) };
}

function boxOf(a: Position, b: Position) {
  return {
    minLon: Math.min(a.lon, b.lon),
    minLat: Math.min(a.lat, b.lat),
    maxLon: Math.max(a.lon, b.lon),
    maxLat: Math.max(a.lat, b.lat),
  };
}

function holdsMiddle(geometry: Areal, position: Position): boolean {
  return contains(geometry, position) || distanceToEdgeMetres(geometry, position) <= ON_EDGE_METRES;
}

function cutsOf(geometry: Areal, a: Position, b: Position): number[] {
  const cuts: number[] = [];
  for (const ring of polygonsOf(geometry).flat()) {
    for (let i = 1; i < ring.length; i += 1) cuts.push(...cutsWith(a, b, ring[i - 1] ?? [], ring[i] ?? []));
  }
  return cuts.filter((share) => share > 0 && share < 1);
}

/** Where the segment meets an edge: at one point, or from and to where both run on one line. */
function cutsWith(a: Position, b: Position, [cx = NaN, cy = NaN]: readonly number[], d: readonly number[]): number[] {
  const [dx = NaN, dy = NaN] = d;
  const [ux, uy] = [b.lon - a.lon, b.lat - a.lat];
  const [vx, vy] = [dx - cx, dy - cy];
  const [wx, wy] = [cx - a.lon, cy - a.lat];
  const turn = ux * vy - uy * vx;
  if (turn === 0) {
    const squared = ux * ux + uy * uy;
    const share = (x: number, y: number): number => ((x - a.lon) * ux + (y - a.lat) * uy) / squared;
    return squared === 0 || wx * uy - wy * ux !== 0 ? [] : [share(cx, cy), share(dx, dy)];
  }
  const onEdge = (wx * uy - wy * ux) / turn;
  return onEdge < 0 || onEdge > 1 ? [] : [(wx * vy - wy * vx) / turn];
}
