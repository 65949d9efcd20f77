import geographiclib from 'geographiclib-geodesic';
import type { LineString, Position as Coordinates } from 'geojson';
import type { Areal, Position } from './geo.types.js';
import { polygonsOf } from './geo.types.js';

/** What the ellipsoid of WGS-84 is called where a figure is explained. */
export const ELLIPSOID = 'WGS-84 (a = 6378137 m, 1/f = 298.257223563)';

const { WGS84 } = geographiclib.Geodesic;

/** Square metres on the ellipsoid; edges are geodesics, holes are left out. [Karney 2013] */
export function geodesicArea(geometry: Areal): number {
  return polygonsOf(geometry)
    .flatMap((rings) => rings.map((ring, nth) => (nth === 0 ? 1 : -1) * Math.abs(ringOf(ring).area)))
    .reduce((sum, part) => sum + part, 0);
}

/** Metres around all rings on the ellipsoid. */
export function geodesicPerimeter(geometry: Areal): number {
  return polygonsOf(geometry)
    .flat()
    .reduce((sum, ring) => sum + ringOf(ring).perimeter, 0);
}

/** Metres along a line on the ellipsoid. */
export function geodesicLength({ coordinates }: LineString): number {
  const line = WGS84.Polygon(true);
  for (const [lon = NaN, lat = NaN] of coordinates) line.AddPoint(lat, lon);
  return line.Compute(false, true).perimeter;
}

/** Metres of the shortest way between two places on the ellipsoid. */
export function geodesicDistance(a: Position, b: Position): number {
  return WGS84.Inverse(a.lat, a.lon, b.lat, b.lon).s12 ?? NaN;
}

/** Where one arrives on the ellipsoid by going straight on from a place, in degrees from true north. */
export function geodesicDestination({ lon, lat }: Position, degrees: number, metres: number): Position {
  const { lon2 = NaN, lat2 = NaN } = WGS84.Direct(lat, lon, degrees, metres);
  return { lon: lon2, lat: lat2 };
}

/** The last point repeats the first (RFC 7946 §3.1.6). */
function ringOf(ring: readonly Coordinates[]): { area: number; perimeter: number } {
  const polygon = WGS84.Polygon(false);
  for (const [lon = NaN, lat = NaN] of ring.slice(0, -1)) polygon.AddPoint(lat, lon);
  const { area = NaN, perimeter } = polygon.Compute(false, true);
  return { area, perimeter };
}
