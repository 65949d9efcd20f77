import { buffer } from '@turf/buffer';
import { lineString } from '@turf/helpers';
import type { Geometry, Polygon, Position as Coordinates } from 'geojson';
import type { Position } from './geo.types.js';
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

/** The middle of the box around all of them. */
export function centreOf(geometries: readonly Geometry[]): Position {
  const { minLon, minLat, maxLon, maxLat } = boundingBox({ type: 'GeometryCollection', geometries: [...geometries] });
  return { lon: (minLon + maxLon) / 2, lat: (minLat + maxLat) / 2 };
}

function rounded([lon = NaN, lat = NaN]: Coordinates): Coordinates {
  return [Math.round(lon * DECIMALS) / DECIMALS, Math.round(lat * DECIMALS) / DECIMALS];
}
