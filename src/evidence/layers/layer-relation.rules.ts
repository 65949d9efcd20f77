import {
  type Areal,
  type BoundingBox,
  contains,
  distanceToEdgeMetres,
  metresPlane,
  type Position,
} from '../../geo/index.js';
import type { LayerRelation } from './layer.codes.js';

export interface Candidate {
  readonly featureId: string;
  readonly number: number;
  readonly geometry: Areal;
}

export interface Relation {
  readonly relation: LayerRelation;
  readonly featureId: string | null;
  readonly distanceMetres: number | null;
}

/** Everything within so many metres of a position lies in this box. */
export function boxAround(position: Position, metres: number): BoundingBox {
  const plane = metresPlane(position);
  const { lon: minLon, lat: minLat } = plane.from([-metres, -metres]);
  const { lon: maxLon, lat: maxLat } = plane.from([metres, metres]);
  return { minLon, minLat, maxLon, maxLat };
}

/**
 * How a position stands to the areas around it: inside one (its edge included), else near one, else outside. Of several
 * the one whose edge is nearest is named when it is near, the one that holds it deepest when it is inside.
 */
export function relationTo(position: Position, candidates: readonly Candidate[], nearMetres: number): Relation {
  const judged = candidates
    .map(({ featureId, number, geometry }) => ({
      featureId,
      number,
      isInside: contains(geometry, position),
      distanceMetres: distanceToEdgeMetres(geometry, position),
    }))
    .sort((a, b) => a.distanceMetres - b.distanceMetres || a.number - b.number);
  const inside = judged.findLast(({ isInside }) => isInside);
  if (inside) return { relation: 'inside', featureId: inside.featureId, distanceMetres: inside.distanceMetres };
  const [nearest] = judged;
  if (nearest === undefined || nearest.distanceMetres > nearMetres)
    return { relation: 'outside', featureId: null, distanceMetres: null };
  return { relation: 'near', featureId: nearest.featureId, distanceMetres: nearest.distanceMetres };
}
