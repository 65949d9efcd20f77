import { type Areal, boundingBox, checkPolygon, MAX_POLYGON_POINTS } from '../../geo/index.js';

/** Why nothing can be looked for in a shape from outside. */
export function areaFault(area: Areal): string | undefined {
  const parts = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
  const points = parts.flat().reduce((sum, ring) => sum + ring.length, 0);
  if (points > MAX_POLYGON_POINTS) return 'POLYGON_TOO_MANY_POINTS';
  for (const coordinates of parts) {
    const checked = checkPolygon({ type: 'Polygon', coordinates });
    if (!checked.ok) return checked.code;
  }
  const { minLon, maxLon, minLat, maxLat } = boundingBox(area);
  return minLon < maxLon && minLat < maxLat ? undefined : 'POLYGON_TOO_FEW_POINTS';
}
