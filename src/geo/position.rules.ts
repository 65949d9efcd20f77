import { bearing } from '@turf/bearing';
import { destination as project } from '@turf/destination';
import { earthRadius } from '@turf/helpers';
import type { Position } from './geo.types.js';
import { radians } from './plane.rules.js';

/** Clockwise from north; a bearing belongs to the point it is nearest to. */
export const COMPASS_POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
export type CompassPoint = (typeof COMPASS_POINTS)[number];

const METRES = { units: 'meters' } as const;

function coordinates({ lon, lat }: Position): [number, number] {
  return [lon, lat];
}

/**
 * Great-circle distance in metres on a sphere of the earth's mean radius (haversine); within 0.5 % of the ellipsoid's.
 * Written out here because tracks and lists of places ask for it thousands of times.
 */
export function distanceMetres(a: Position, b: Position): number {
  const halfChord =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.sin(radians(b.lon - a.lon) / 2) ** 2 * Math.cos(radians(a.lat)) * Math.cos(radians(b.lat));
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(halfChord)));
}

/** Initial bearing from `a` to `b` in degrees clockwise from true north, in [0, 360); 0 when they are the same. */
export function bearingDegrees(a: Position, b: Position): number {
  return (bearing(coordinates(a), coordinates(b)) + 360) % 360;
}

/** The nearest of eight compass points to a bearing in degrees; any number of turns is taken off first. */
export function compassPoint(degrees: number): CompassPoint {
  const turned = ((degrees % 360) + 360) % 360;
  return COMPASS_POINTS[Math.round(turned / 45) % COMPASS_POINTS.length] ?? 'N';
}

/** Where one arrives going `metres` along the great circle that leaves `from` at `degrees` from true north. */
export function destination(from: Position, degrees: number, metres: number): Position {
  const [lon = from.lon, lat = from.lat] = project(coordinates(from), metres, degrees, METRES).geometry.coordinates;
  return { lon: lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon, lat };
}
