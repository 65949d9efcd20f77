import { bbox } from '@turf/bbox';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { earthRadius } from '@turf/helpers';
import { length } from '@turf/length';
import type { Geometry, Polygon, Position as Coordinates } from 'geojson';
import type { Areal, BoundingBox, Position } from './geo.types.js';
import { polygonsOf } from './geo.types.js';
import { metresPerLongitudeDegree, METRES_PER_DEGREE, nearestShare, radians } from './plane.rules.js';
import { distanceMetres } from './position.rules.js';

/** The smallest box around a geometry that has at least one position. */
export function boundingBox(geometry: Geometry): BoundingBox {
  const [minLon, minLat, maxLon, maxLat] = bbox(geometry, { recompute: true });
  return { minLon, minLat, maxLon, maxLat };
}

/** The box as a polygon, its ring against the clock. */
export function boxPolygon({ minLon, minLat, maxLon, maxLat }: BoundingBox): Polygon {
  const ring = [
    [minLon, minLat],
    [maxLon, minLat],
    [maxLon, maxLat],
    [minLon, maxLat],
    [minLon, minLat],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

/** Whether two boxes share at least a point. */
export function boxesMeet(a: BoundingBox, b: BoundingBox): boolean {
  return a.minLon <= b.maxLon && b.minLon <= a.maxLon && a.minLat <= b.maxLat && b.minLat <= a.maxLat;
}

/** Whether the box, its edges included, holds the position. */
export function boxHolds(box: BoundingBox, { lon, lat }: Position): boolean {
  return lon >= box.minLon && lon <= box.maxLon && lat >= box.minLat && lat <= box.maxLat;
}

/** Whether the geometry, its edge included and its holes left out, holds the position. */
export function contains(geometry: Areal, { lon, lat }: Position): boolean {
  return booleanPointInPolygon([lon, lat], geometry);
}

/**
 * Area in square metres on the sphere; holes are left out. Edges are straight in longitude and latitude, as RFC 7946
 * §3.1.1 has them, so that the parts of a divided polygon add up to the whole whatever points are put on its edges.
 */
export function areaSquareMetres(geometry: Areal): number {
  return polygonsOf(geometry)
    .flatMap((rings) => rings.map((ring, i) => (i === 0 ? 1 : -1) * ringSquareMetres(ring)))
    .reduce((sum, part) => sum + part, 0);
}

/** Area over half the length of all edges: about the width of something long and thin. */
export function meanWidthMetres(geometry: Polygon): number {
  return areaSquareMetres(geometry) / (length({ type: 'Feature', properties: {}, geometry }, { units: 'meters' }) / 2);
}

/** Sum over the edges of the integral of sin(latitude) by longitude, which has this closed form on a straight edge. */
function ringSquareMetres(ring: readonly Coordinates[]): number {
  const base = Math.sin(radians(ring[0]?.[1] ?? 0));
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [lon1 = NaN, lat1 = NaN] = ring[i - 1] ?? [];
    const [lon2 = NaN, lat2 = NaN] = ring[i] ?? [];
    const half = radians(lat2 - lat1) / 2;
    const mean = Math.sin(radians(lat1 + lat2) / 2) * (half === 0 ? 1 : Math.sin(half) / half);
    sum += radians(lon2 - lon1) * (mean - base);
  }
  return Math.abs(sum) * earthRadius ** 2;
}

/** Metres from a position, inside or outside, to the nearest point of any ring; accurate where that point is near. */
export function distanceToEdgeMetres(geometry: Areal, position: Position): number {
  return distanceMetres(position, nearestOnEdge(geometry, position));
}

/** The point of any ring that is nearest to a position, inside or outside. */
export function nearestOnEdge(geometry: Areal, position: Position): Position {
  const perLon = metresPerLongitudeDegree(position.lat);
  let nearest = position;
  let least = Infinity;
  for (const ring of polygonsOf(geometry).flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [ax, ay] = offset(ring[i - 1], position);
      const [bx, by] = offset(ring[i], position);
      const share = nearestShare(ax * perLon, ay * METRES_PER_DEGREE, bx * perLon, by * METRES_PER_DEGREE);
      const x = ax + share * (bx - ax);
      const y = ay + share * (by - ay);
      const squared = (x * perLon) ** 2 + (y * METRES_PER_DEGREE) ** 2;
      if (squared >= least) continue;
      least = squared;
      nearest = { lon: position.lon + x, lat: position.lat + y };
    }
  }
  return nearest;
}

function offset([lon, lat]: readonly number[] = [], from: Position): [number, number] {
  if (lon === undefined || lat === undefined) throw new Error('a ring has a position without longitude and latitude');
  return [lon - from.lon, lat - from.lat];
}
