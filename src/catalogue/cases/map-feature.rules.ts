import type { z } from 'zod';
import type { FlightSummary } from '../../missions/index.js';
import type { CaseMapView, MAP_KINDS } from './case-overview.schemas.js';

export type MapFeature = z.input<typeof CaseMapView>['features'][number];

export interface PointOnMap {
  readonly kind: (typeof MAP_KINDS)[number];
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly at: Date | null;
  readonly name: string;
  readonly state: string | null;
}

export function featureOf({ kind, id, lon, lat, at, name, state }: PointOnMap): MapFeature {
  return {
    type: 'Feature',
    id: `${kind}:${id}`,
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { kind, refId: id, name, state, at: at?.toISOString() ?? null },
  };
}

/** One feature a volume: its outline on the ground. */
export function flightFeatures({ id, state, during, volumes }: FlightSummary): MapFeature[] {
  const properties = { kind: 'flight', refId: id, name: '', state, at: during.from.toISOString() } as const;
  return volumes.flatMap(({ geometry }, index) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return polygons.map((rings, part): MapFeature => ({
      type: 'Feature',
      id: `flight:${id}:${index}.${part}`,
      geometry: { type: 'Polygon', coordinates: rings.map(ringOf) },
      properties,
    }));
  });
}

function ringOf(ring: readonly (readonly number[])[]): [number, number][] {
  return ring.map(([lon = 0, lat = 0]) => [lon, lat]);
}
