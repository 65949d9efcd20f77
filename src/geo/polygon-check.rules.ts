import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Polygon, Position as Coordinates } from 'geojson';
import { EdgeTree } from './edge-tree.js';

export const POLYGON_FAULTS = [
  'POLYGON_MALFORMED',
  'POLYGON_TOO_MANY_POINTS',
  'POLYGON_OUT_OF_RANGE',
  'POLYGON_UNCLOSED',
  'POLYGON_TOO_FEW_POINTS',
  'POLYGON_ANTIMERIDIAN',
  'POLYGON_SELF_CROSSING',
  'POLYGON_HOLE_MISPLACED',
] as const;
export type PolygonFault = (typeof POLYGON_FAULTS)[number];
export type CheckedPolygon =
  { readonly ok: true; readonly polygon: Polygon } | { readonly ok: false; readonly code: PolygonFault };

/** Keeps the search for crossings below a tenth of a second whatever is sent. */
export const MAX_POLYGON_POINTS = 2_000;

interface Segment {
  readonly ring: number;
  readonly order: number;
  readonly last: number;
  readonly a: Coordinates;
  readonly b: Coordinates;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/**
 * Whether a geometry from outside is a polygon one can plan with (RFC 7946 §3.1.6): a GeoJSON Polygon in WGS-84
 * degrees, rings closed, with three or more different points, not touching or crossing themselves or each other, holes
 * inside the outer ring and beside each other, no segment across the antimeridian. The direction of rings is free.
 * The first fault found, in the order of `POLYGON_FAULTS`, is answered.
 */
export function checkPolygon(geometry: unknown, mostPoints = MAX_POLYGON_POINTS): CheckedPolygon {
  if (!isPolygon(geometry)) return { ok: false, code: 'POLYGON_MALFORMED' };
  const code = ringFault(geometry.coordinates, mostPoints) ?? shapeFault(geometry.coordinates);
  return code === undefined ? { ok: true, polygon: geometry } : { ok: false, code };
}

function isPolygon(geometry: unknown): geometry is Polygon {
  if (typeof geometry !== 'object' || geometry === null) return false;
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  return type === 'Polygon' && Array.isArray(coordinates) && coordinates.length > 0 && coordinates.every(isRing);
}

function isRing(ring: unknown): boolean {
  return (
    Array.isArray(ring) && ring.every((point: unknown) => Array.isArray(point) && point.length >= 2 && isNumbers(point))
  );
}

function isNumbers(point: readonly unknown[]): boolean {
  return point.every((value) => typeof value === 'number' && Number.isFinite(value));
}

function ringFault(rings: readonly Coordinates[][], mostPoints: number): PolygonFault | undefined {
  const points = rings.flat();
  if (points.length > mostPoints) return 'POLYGON_TOO_MANY_POINTS';
  if (points.some(([lon, lat]) => Math.abs(lon ?? NaN) > 180 || Math.abs(lat ?? NaN) > 90))
    return 'POLYGON_OUT_OF_RANGE';
  if (rings.some((ring) => ring.length > 0 && !same(ring[0], ring.at(-1)))) return 'POLYGON_UNCLOSED';
  if (rings.some((ring) => new Set(ring.map(([lon, lat]) => `${lon},${lat}`)).size < 3))
    return 'POLYGON_TOO_FEW_POINTS';
  if (rings.some(crossesAntimeridian)) return 'POLYGON_ANTIMERIDIAN';
  return undefined;
}

function shapeFault(rings: readonly Coordinates[][]): PolygonFault | undefined {
  if (anyMeet(rings.map(withoutRepeats))) return 'POLYGON_SELF_CROSSING';
  // Rings are known not to meet, so one point of a hole speaks for the whole hole.
  const [outer = [], ...holes] = rings;
  const lies = (hole: Coordinates[], ring: Coordinates[]) =>
    booleanPointInPolygon(hole[0] ?? [], { type: 'Polygon', coordinates: [ring] });
  const misplaced = holes.some(
    (hole) => !lies(hole, outer) || holes.some((other) => other !== hole && lies(hole, other)),
  );
  return misplaced ? 'POLYGON_HOLE_MISPLACED' : undefined;
}

function same(a: Coordinates = [], b: Coordinates = []): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Two neighbours more than half the globe apart mean that the shorter way between them crosses it (RFC 7946 §3.1.9). */
function crossesAntimeridian(ring: readonly Coordinates[]): boolean {
  return ring.some(([lon = 0], i) => i > 0 && Math.abs(lon - (ring[i - 1]?.[0] ?? lon)) > 180);
}

function withoutRepeats(ring: readonly Coordinates[]): Coordinates[] {
  return ring.filter((point, i) => i === 0 || !same(point, ring[i - 1]));
}

function segmentsOf(ring: readonly Coordinates[], index: number): Segment[] {
  const last = ring.length - 2;
  return ring.slice(1).map((b, order) => {
    const a = ring[order] ?? b;
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [a, b];
    const [west, east] = ax < bx ? [ax, bx] : [bx, ax];
    const [south, north] = ay < by ? [ay, by] : [by, ay];
    return { ring: index, order, last, a, b, west, east, south, north };
  });
}

/** Only segments whose boxes meet are compared. */
function anyMeet(rings: Coordinates[][]): boolean {
  const segments = rings.flatMap(segmentsOf);
  const tree = new EdgeTree({ type: 'Polygon', coordinates: rings });
  return segments.some((segment, place) => {
    let found = false;
    const { west, east, south, north } = segment;
    tree.visit(
      (w, s, e, n) => !found && w <= east && west <= e && s <= north && south <= n,
      (_ax, _ay, _bx, _by, nth) => {
        const other = segments[nth];
        if (found || other === undefined || nth <= place) return;
        const isNear = other.west <= east && west <= other.east && other.south <= north && south <= other.north;
        found = isNear && meet(segment, other);
      },
    );
    return found;
  });
}

function meet(s: Segment, t: Segment): boolean {
  if (s.ring === t.ring) {
    if (follows(s, t)) return foldsBack(s, t);
    if (follows(t, s)) return foldsBack(t, s);
  }
  return turn(s.a, s.b, t.a) * turn(s.a, s.b, t.b) <= 0 && turn(t.a, t.b, s.a) * turn(t.a, t.b, s.b) <= 0;
}

function follows(s: Segment, t: Segment): boolean {
  return t.order === s.order + 1 || (s.order === s.last && t.order === 0);
}

/** Whether the second segment runs back over the first instead of only starting where that ends. */
function foldsBack(first: Segment, second: Segment): boolean {
  const [[ax = 0, ay = 0], [bx = 0, by = 0], [cx = 0, cy = 0]] = [first.a, first.b, second.b];
  return turn(first.a, first.b, second.b) === 0 && (bx - ax) * (cx - bx) + (by - ay) * (cy - by) < 0;
}

/** On which side of the line from `a` to `b` the point lies: 1, -1, or 0 when on it. */
function turn([ax = 0, ay = 0]: Coordinates, [bx = 0, by = 0]: Coordinates, [cx = 0, cy = 0]: Coordinates): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}
