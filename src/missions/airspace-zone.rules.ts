import type { MultiPolygon, Polygon } from 'geojson';
import type { Volume } from '../geo/index.js';

/** What a zone does to a flight inside it: forbids it, asks for a permission, or sets a condition. */
export const ZONE_RULES = ['prohibited', 'authorisation', 'conditional'] as const;
export type ZoneRule = (typeof ZONE_RULES)[number];

/** A zone as space and time; `from` or `to` is absent where the zone is open on that side, `upperMetres` where it has no top. */
export interface ZoneSpace {
  readonly geometry: Polygon | MultiPolygon;
  readonly lowerMetres: number;
  readonly upperMetres?: number | undefined;
  readonly during: { readonly from?: Date | undefined; readonly to?: Date | undefined };
}

/** The volumes of a zone, one for each of its polygons. */
export function zoneVolumes({ geometry, lowerMetres, upperMetres = Infinity }: ZoneSpace): Volume[] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((coordinates) => ({
    geometry: { type: 'Polygon', coordinates },
    lowerMetres,
    upperMetres,
  }));
}
