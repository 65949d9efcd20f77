import type { Polygon } from 'geojson';
import { type Areal, checkPolygon, destination, meanWidthMetres } from '../../../geo/index.js';
import type { Raw } from './raw.rules.js';
import { ZoneFault } from './zone-draft.js';

/** Corners of a circle; the polygon is drawn around it, so that nothing of the circle is left out. */
const CIRCLE_CORNERS = 72;
const LARGEST_RADIUS_METRES = 200_000;

/** A polygon or several, each checked like a plan's. @throws ZoneFault POLYGON_…, ZONE_GEOMETRY_MISSING */
export function arealOf(geometry: Raw | undefined): Areal {
  const { type, coordinates } = geometry ?? {};
  if (type === 'Polygon') return checked(coordinates);
  if (type !== 'MultiPolygon' || !Array.isArray(coordinates) || coordinates.length === 0)
    throw new ZoneFault('ZONE_GEOMETRY_MISSING');
  return { type, coordinates: (coordinates as unknown[]).map((part) => checked(part).coordinates) };
}

/** @throws ZoneFault ZONE_RADIUS_MALFORMED, POLYGON_… */
export function circleOf(center: unknown, radius: unknown): Polygon {
  const [lon, lat] = Array.isArray(center) ? (center as unknown[]) : [];
  if (typeof lon !== 'number' || typeof lat !== 'number') throw new ZoneFault('POLYGON_MALFORMED');
  if (typeof radius !== 'number' || !(radius > 0) || radius > LARGEST_RADIUS_METRES)
    throw new ZoneFault('ZONE_RADIUS_MALFORMED');
  const reach = radius / Math.cos(Math.PI / CIRCLE_CORNERS);
  const corners = Array.from({ length: CIRCLE_CORNERS }, (_, i) => {
    const corner = destination({ lon, lat }, (-360 * i) / CIRCLE_CORNERS, reach);
    return [corner.lon, corner.lat];
  });
  return checked([[...corners, corners[0] ?? []]]);
}

function checked(coordinates: unknown): Polygon {
  const result = checkPolygon({ type: 'Polygon', coordinates: flat(coordinates) });
  if (!result.ok) throw new ZoneFault(result.code);
  if (meanWidthMetres(result.polygon) === 0) throw new ZoneFault('POLYGON_TOO_FEW_POINTS');
  return result.polygon;
}

/** Heights of single points say nothing about a zone. */
function flat(rings: unknown): unknown {
  if (!Array.isArray(rings)) return rings;
  return (rings as unknown[]).map((ring) =>
    Array.isArray(ring)
      ? (ring as unknown[]).map((point) => (Array.isArray(point) ? (point as unknown[]).slice(0, 2) : point))
      : ring,
  );
}
