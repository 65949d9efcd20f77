import type { MultiPolygon, Polygon } from 'geojson';

/** A place on the ground in WGS-84, degrees; `lon` in [-180, 180], `lat` in [-90, 90]. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
}

/** WGS-84, degrees; never crosses the antimeridian. */
export interface BoundingBox {
  readonly minLon: number;
  readonly minLat: number;
  readonly maxLon: number;
  readonly maxLat: number;
}

/** Every geometry with an inside; positions in WGS-84 as RFC 7946 has them. */
export type Areal = Polygon | MultiPolygon;

/** The rings of every part, the outer one of each part first. */
export function polygonsOf(geometry: Areal): Polygon['coordinates'][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}
