import type { LineString, Point, Polygon, Position as Coordinates } from 'geojson';
import type { Position } from './geo.types.js';
import { distanceMetres } from './position.rules.js';

/** A point that stands for the shape and lies on it: a line's half way, and the inside of a polygon. */
export function pointOn(geometry: Point | LineString | Polygon): Position {
  if (geometry.type === 'Point') return at(geometry.coordinates);
  if (geometry.type === 'LineString') return halfWay(geometry.coordinates);
  return inside(geometry.coordinates);
}

function at([lon = NaN, lat = NaN]: Coordinates): Position {
  return { lon, lat };
}

function halfWay(line: readonly Coordinates[]): Position {
  const points = line.map(at);
  const legs = points.slice(1).map((to, nth) => ({ from: points[nth] ?? to, to }));
  let left = legs.reduce((sum, { from, to }) => sum + distanceMetres(from, to), 0) / 2;
  for (const { from, to } of legs) {
    const metres = distanceMetres(from, to);
    if (metres > 0 && left <= metres) return between(from, to, left / metres);
    left -= metres;
  }
  return points[0] ?? { lon: NaN, lat: NaN };
}

function between(from: Position, to: Position, share: number): Position {
  return { lon: from.lon + share * (to.lon - from.lon), lat: from.lat + share * (to.lat - from.lat) };
}

/** The middle of the widest stretch, inside and outside holes, at the polygon's middle latitude. */
function inside(rings: readonly Coordinates[][]): Position {
  const lats = (rings[0] ?? []).map(([, lat = NaN]) => lat);
  const lat = middleLatitude(Math.min(...lats), Math.max(...lats), lats);
  const crossings = rings.flatMap((ring) => crossingsOf(ring, lat)).sort((a, b) => a - b);
  let widest: readonly [west: number, east: number] | undefined;
  for (let nth = 0; nth + 1 < crossings.length; nth += 2) {
    const [west = NaN, east = NaN] = crossings.slice(nth, nth + 2);
    if (!widest || east - west > widest[1] - widest[0]) widest = [west, east];
  }
  return widest ? { lon: (widest[0] + widest[1]) / 2, lat } : at(rings[0]?.[0] ?? []);
}

/** Half way up, moved off every corner: through a corner the count of crossings would be wrong. */
function middleLatitude(low: number, high: number, corners: readonly number[]): number {
  const middle = (low + high) / 2;
  if (!corners.includes(middle)) return middle;
  const next = Math.min(...corners.filter((lat) => lat > middle));
  return Number.isFinite(next) ? (middle + next) / 2 : middle;
}

function crossingsOf(ring: readonly Coordinates[], lat: number): number[] {
  return ring.slice(1).flatMap((to, nth) => {
    const [a, b] = [at(ring[nth] ?? to), at(to)];
    if (a.lat > lat === b.lat > lat) return [];
    return [a.lon + ((lat - a.lat) / (b.lat - a.lat)) * (b.lon - a.lon)];
  });
}
