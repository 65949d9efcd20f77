import { EdgeTree } from './edge-tree.js';
import type { Areal, BoundingBox, Position } from './geo.types.js';
import { METRES_PER_DEGREE, metresPerLongitudeDegree, nearestShare } from './plane.rules.js';
import { boundingBox, boxesMeet } from './polygon.rules.js';

/** A stretch of a segment, from 0 (its beginning) to 1 (its end). */
export type Stretch = readonly [from: number, to: number];

/** What runs so near to an edge is taken to run on it: along a shared edge, rounded coordinates agree no better. */
const ON_EDGE_METRES = 0.1;
const ON_EDGE_DEGREES = ON_EDGE_METRES / METRES_PER_DEGREE;

/** Where a line that begins with a segment meets the edges of a shape, in shares of the segment. */
interface Meetings {
  /** Where the segment crosses, touches or nearly touches an edge or one of its ends. */
  readonly cuts: readonly number[];
  /** Where the line, from the beginning of the segment on, goes from one side of an edge to the other; in order. */
  readonly crossings: readonly number[];
}

/** A shape made ready for asking which stretches of many segments lie inside. */
export class SegmentShape {
  private readonly box: BoundingBox;
  private readonly edges: EdgeTree;

  constructor(geometry: Areal) {
    this.box = boundingBox(geometry);
    this.edges = new EdgeTree(geometry);
  }

  /**
   * The stretches of the straight segment (in longitude and latitude, RFC 7946 §3.1.1) that lie inside the shape, its edge
   * included; in order and not touching.
   */
  stretches(a: Position, b: Position): Stretch[] {
    if (!boxesMeet(this.box, boxOf(a, b))) return [];
    if (a.lon === b.lon && a.lat === b.lat) return this.isWithin(a) || this.isOnEdge(a) ? [[0, 1]] : [];
    const { cuts, crossings } = this.meetings(a, b);
    const ends = [0, ...cuts, 1];
    const inside: Stretch[] = [];
    let passed = 0;
    for (let i = 1; i < ends.length; i += 1) {
      const [from = 0, to = 0] = [ends[i - 1], ends[i]];
      if (to <= from) continue;
      const middle = (from + to) / 2;
      while ((crossings[passed] ?? Infinity) <= middle) passed += 1;
      // Even-odd rule along the segment's own line.
      const isWithin = (crossings.length - passed) % 2 === 1;
      if (isWithin || this.isOnEdge(along(a, b, middle))) inside.push([from, to]);
    }
    return joined(inside);
  }

  private meetings(a: Position, b: Position): Meetings {
    const [ux, uy] = [b.lon - a.lon, b.lat - a.lat];
    const squared = ux * ux + uy * uy;
    const near = ON_EDGE_DEGREES * Math.sqrt(squared);
    const cuts: number[] = [];
    const crossings: number[] = [];
    const cutNear = (side: number, x: number, y: number): void => {
      if (Math.abs(side) <= near) cuts.push(((x - a.lon) * ux + (y - a.lat) * uy) / squared);
    };
    this.edges.visit(onRay(a, ux, uy), (cx, cy, dx, dy) => {
      const sideOfC = ux * (cy - a.lat) - uy * (cx - a.lon);
      const sideOfD = ux * (dy - a.lat) - uy * (dx - a.lon);
      cutNear(sideOfC, cx, cy);
      cutNear(sideOfD, dx, dy);
      if (sideOfC > 0 === sideOfD > 0) return;
      const onEdge = sideOfC / (sideOfC - sideOfD);
      const [x, y] = [cx + onEdge * (dx - cx), cy + onEdge * (dy - cy)];
      const share = ((x - a.lon) * ux + (y - a.lat) * uy) / squared;
      cuts.push(share);
      crossings.push(share);
    });
    const inOrder = (s: number, t: number): number => s - t;
    return {
      cuts: cuts.filter((share) => share > 0 && share < 1).sort(inOrder),
      crossings: crossings.sort(inOrder),
    };
  }

  /** Even-odd rule along the line going east. */
  private isWithin({ lon, lat }: Position): boolean {
    let within = false;
    this.edges.visit(
      (_, south, east, north) => south <= lat && lat <= north && lon <= east,
      (ax, ay, bx, by) => {
        if (ay > lat === by > lat) return;
        if (lon < ax + ((lat - ay) / (by - ay)) * (bx - ax)) within = !within;
      },
    );
    return within;
  }

  private isOnEdge({ lon, lat }: Position): boolean {
    const perLon = metresPerLongitudeDegree(lat);
    const [aroundLon, aroundLat] = [ON_EDGE_METRES / perLon, ON_EDGE_DEGREES];
    let isOn = false;
    this.edges.visit(
      (west, south, east, north) =>
        !isOn &&
        west - aroundLon <= lon &&
        lon <= east + aroundLon &&
        south - aroundLat <= lat &&
        lat <= north + aroundLat,
      (cx, cy, dx, dy) => {
        const [ax, ay] = [(cx - lon) * perLon, (cy - lat) * METRES_PER_DEGREE];
        const [bx, by] = [(dx - lon) * perLon, (dy - lat) * METRES_PER_DEGREE];
        const share = nearestShare(ax, ay, bx, by);
        isOn ||= Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)) <= ON_EDGE_METRES;
      },
    );
    return isOn;
  }
}

/** Boxes that the line from a position in a direction meets, or nearly does. */
function onRay({ lon, lat }: Position, ux: number, uy: number) {
  const length = Math.hypot(ux, uy);
  return (west: number, south: number, east: number, north: number): boolean => {
    const [halfWidth, halfHeight] = [(east - west) / 2 + ON_EDGE_DEGREES, (north - south) / 2 + ON_EDGE_DEGREES];
    const [x, y] = [(west + east) / 2 - lon, (south + north) / 2 - lat];
    const reachAside = halfWidth * Math.abs(uy) + halfHeight * Math.abs(ux);
    if (Math.abs(ux * y - uy * x) > reachAside) return false;
    const reachAlong = halfWidth * Math.abs(ux) + halfHeight * Math.abs(uy) + length * ON_EDGE_DEGREES;
    return x * ux + y * uy >= -reachAlong;
  };
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
