import { earthRadius } from '@turf/helpers';
import type { Position } from './geo.types.js';

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Length of one degree of a great circle, on the same sphere as every other distance here. */
export const METRES_PER_DEGREE = earthRadius * radians(1);

/** Metres of one degree of longitude at a latitude. */
export function metresPerLongitudeDegree(lat: number): number {
  return METRES_PER_DEGREE * Math.cos(radians(lat));
}

/** How far along a segment, from 0 to 1, the point nearest to the origin lies. */
export function nearestShare(ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const squaredLength = dx * dx + dy * dy;
  return squaredLength === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squaredLength));
}

/** East and north of an origin in metres, and back; accurate as far as the earth looks flat from there. */
export function metresPlane(origin: Position) {
  const perLon = metresPerLongitudeDegree(origin.lat);
  return {
    to: ({ lon, lat }: Position): [east: number, north: number] => [
      (lon - origin.lon) * perLon,
      (lat - origin.lat) * METRES_PER_DEGREE,
    ],
    from: ([east, north]: readonly [number, number]): Position => ({
      lon: origin.lon + east / perLon,
      lat: origin.lat + north / METRES_PER_DEGREE,
    }),
  };
}
