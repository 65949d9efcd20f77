import type { Period } from '../platform/index.js';
import type { Areal } from './geo.types.js';
import { sharedSquareMetres, TOUCH_METRES } from './shared-area.rules.js';

/** A column of air: ground plan and height band. Both heights above one datum, the same for all volumes compared. */
export interface Volume {
  readonly geometry: Areal;
  readonly lowerMetres: number;
  readonly upperMetres: number;
}

/** Volumes that are in use during a half-open period. */
export interface Occupation {
  readonly during: Period;
  readonly volumes: readonly Volume[];
}

/** How much two occupations have in common: all three are greater than zero. */
export interface Overlap {
  /** Height that the bands share. */
  readonly overlapMetres: number;
  readonly overlapMinutes: number;
  readonly overlapSquareMetres: number;
}

/**
 * Where two occupations overlap in ground plan, height and time at once. `undefined` when they are apart or only touch:
 * at an edge, at a height, or at the instant when one ends and the other begins. When several pairs of volumes overlap,
 * the numbers are those of the pair that shares most space. Polygons are taken to be valid (`checkPolygon`).
 */
export function overlap(a: Occupation, b: Occupation): Overlap | undefined {
  const milliseconds = sharedLength(
    [a.during.from.getTime(), a.during.to.getTime()],
    [b.during.from.getTime(), b.during.to.getTime()],
  );
  if (milliseconds <= 0) return undefined;
  const shared = a.volumes
    .flatMap((one) => b.volumes.map((other) => sharedSpace(one, other)))
    .filter((space) => space !== undefined)
    .toSorted((s, t) => t.metres * t.squareMetres - s.metres * s.squareMetres || t.metres - s.metres)[0];
  return (
    shared && {
      overlapMetres: shared.metres,
      overlapMinutes: milliseconds / 60_000,
      overlapSquareMetres: shared.squareMetres,
    }
  );
}

function sharedSpace(a: Volume, b: Volume): { metres: number; squareMetres: number } | undefined {
  const metres = sharedLength([a.lowerMetres, a.upperMetres], [b.lowerMetres, b.upperMetres]);
  if (metres <= TOUCH_METRES) return undefined;
  const squareMetres = sharedSquareMetres(a.geometry, b.geometry);
  return squareMetres > 0 ? { metres, squareMetres } : undefined;
}

function sharedLength(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
}
