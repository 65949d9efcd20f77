import type { Areal, BoundingBox, Position } from './geo.types.js';
import { polygonsOf } from './geo.types.js';
import { boundingBox, boxesMeet, distanceToEdgeMetres } from './polygon.rules.js';

/** A stretch of a segment, from 0 (its beginning) to 1 (its end). */
export type Stretch = readonly [from: number, to: number];

/** What runs so near to an edge is taken to run on it: along a shared edge, rounded coordinates agree no better. */
const ON_EDGE_METRES = 0.1;

/** Four numbers an edge, side by side: a way of many legs asks each of them of every edge. */
const STRIDE = 4;

/** A shape made ready for asking which stretches of many segments lie inside. */
export class SegmentShape {
  private readonly box: BoundingBox;
  private readonly edges: Float64Array;

  constructor(private readonly geometry: Areal) {
    this.box = boundingBox(geometry);
    this.edges = Float64Array.from(
      polygonsOf(geometry)
        .flat()
        .flatMap((ring) => ring.slice(1).flatMap((end, i) => [...coordinatesOf(ring[i]), ...coordinatesOf(end)])),
    );
  }

  /**
   * The stretches of the straight segment (in longitude and latitude, RFC 7946 §3.1.1) that lie inside the shape, its edge
   * included; in order and not touching.
   */
  stretches(a: Position, b: Position): Stretch[] {
    if (!boxesMeet(this.box, boxOf(a, b))) return [];
    if (a.lon === b.lon && a.lat === b.lat) return this.holds(a) ? [[0, 1]] : [];
    const cuts = [0, ...this.cuts(a, b), 1].sort((s, t) => s - t);
    const inside: Stretch[] = [];
    for (let i = 1; i < cuts.length; i += 1) {
      const [from = 0, to = 0] = [cuts[i - 1], cuts[i]];
      if (to > from && this.holds(along(a, b, (from + to) / 2))) inside.push([from, to]);
    }
    return joined(inside);
  }

  private cuts(a: Position, b: Position): number[] {
    const { edges } = this;
    const { minLon, minLat, maxLon, maxLat } = boxOf(a, b);
    const cuts: number[] = [];
    for (let at = 0; at < edges.length; at += STRIDE) {
      const cx = edges[at] ?? NaN;
      const cy = edges[at + 1] ?? NaN;
      const dx = edges[at + 2] ?? NaN;
      const dy = edges[at + 3] ?? NaN;
      const isApart =
        (cx < minLon && dx < minLon) ||
        (cx > maxLon && dx > maxLon) ||
        (cy < minLat && dy < minLat) ||
        (cy > maxLat && dy > maxLat);
      if (!isApart) cuts.push(...cutsWith(a, b, [cx, cy], [dx, dy]));
    }
    return cuts.filter((share) => share > 0 && share < 1);
  }

  private holds(position: Position): boolean {
    return this.isWithin(position) || distanceToEdgeMetres(this.geometry, position) <= ON_EDGE_METRES;
  }

  /** Even-odd rule along the line going east. */
  private isWithin({ lon, lat }: Position): boolean {
    const { edges } = this;
    let within = false;
    for (let at = 0; at < edges.length; at += STRIDE) {
      const ay = edges[at + 1] ?? NaN;
      const by = edges[at + 3] ?? NaN;
      if (ay > lat === by > lat) continue;
      const ax = edges[at] ?? NaN;
      const bx = edges[at + 2] ?? NaN;
      if (lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) within = !within;
    }
    return within;
  }
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

function coordinatesOf([lon = NaN, lat = NaN]: readonly number[] = []): [number, number] {
  return [lon, lat];
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
