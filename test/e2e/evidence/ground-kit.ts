import type { Polygon } from 'geojson';
import { metresPlane } from '../../../src/geo/index.js';

/** A square around a place, by half its width in metres. */
export function square({ lon, lat }: { lon: number; lat: number }, half: number): Polygon {
  const plane = metresPlane({ lon, lat });
  const corners = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
    [-half, -half],
  ].map(([east = 0, north = 0]) => plane.from([east, north]));
  return { type: 'Polygon', coordinates: [corners.map((corner) => [corner.lon, corner.lat])] };
}
