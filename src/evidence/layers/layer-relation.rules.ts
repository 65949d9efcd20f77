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

/** Where an item is, and how far from there it may be; unknown where its source says nothing of that. */
export interface JudgedPosition extends Position {
  readonly uncertaintyMetres: number | null;
}

/**
 * How a position stands to the areas around it: inside one (its edge included), else near one, else outside. Of several
 * the one whose edge is nearest is named when it is near, the one that holds it deepest when it is inside. Where it may be
 * off by more than the way to the edge, neither inside nor outside is said of it: that is uncertain.
 */
export function relationTo(
  { uncertaintyMetres, ...position }: JudgedPosition,
  candidates: readonly Candidate[],
  nearMetres: number,
): Relation {
  const reach = uncertaintyMetres ?? 0;
  const judged = candidates
    .map(({ featureId, number, geometry }) => ({
      featureId,
      number,
      isInside: contains(geometry, position),
      distanceMetres: distanceToEdgeMetres(geometry, position),
    }))
    .sort((a, b) => a.distanceMetres - b.distanceMetres || a.number - b.number);
  const inside = judged.findLast(({ isInside }) => isInside);
  if (inside) {
    const relation = inside.distanceMetres < reach ? 'uncertain' : 'inside';
    return { relation, featureId: inside.featureId, distanceMetres: inside.distanceMetres };
  }
  const [nearest] = judged;
  if (nearest && nearest.distanceMetres < reach)
    return { relation: 'uncertain', featureId: nearest.featureId, distanceMetres: nearest.distanceMetres };
  if (nearest === undefined || nearest.distanceMetres > nearMetres)
    return { relation: 'outside', featureId: null, distanceMetres: null };
  return { relation: 'near', featureId: nearest.featureId, distanceMetres: nearest.distanceMetres };
}
