import { type Areal, type BoundingBox, boundingBox, boxesMeet } from '../../../geo/index.js';
import type { FeatureFault, ZoneReading } from '../zone-file/zone-draft.js';

/**
 * A zone that lies beside the area of its publication, and would lie in it with longitude and latitude exchanged, was
 * written the wrong way round (GeoJSON and KML have the longitude first). Where the latitude then passes 90 degrees, the
 * polygon is refused before it comes here.
 */
export function withSwapped(reading: ZoneReading, area: Areal): ZoneReading {
  const ground = boundingBox(area);
  const swapped = reading.drafts.filter(({ geometry }) => isSwapped(boundingBox(geometry), ground));
  const found = swapped.map(({ feature, name }): FeatureFault => ({ feature, name, code: 'ZONE_COORDINATES_SWAPPED' }));
  const faults = [...reading.faults, ...found].toSorted((one, other) => one.feature - other.feature);
  return { ...reading, faults };
}

function isSwapped(box: BoundingBox, ground: BoundingBox): boolean {
  return !boxesMeet(box, ground) && boxesMeet(exchanged(box), ground);
}

function exchanged({ minLon, minLat, maxLon, maxLat }: BoundingBox): BoundingBox {
  return { minLon: minLat, minLat: minLon, maxLon: maxLat, maxLat: maxLon };
}
