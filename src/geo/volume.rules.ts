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

/** Height and ground that two sets of volumes have in common. */
export interface SharedSpace {
  readonly metres: number;
  readonly squareMetres: number;
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
  const steps = sharedSpace(a.volumes, b.volumes);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const shared = step.value;
  return (
    shared && {
      overlapMetres: shared.metres,
      overlapMinutes: milliseconds / 60_000,
      overlapSquareMetres: shared.squareMetres,
    }
  );
}

/** Of the pairs that overlap in height and ground, the one that shares most. Gives the turn back after every pair. */
export function* sharedSpace(a: readonly Volume[], b: readonly Volume[]): Generator<void, SharedSpace | undefined> {
  let most: SharedSpace | undefined;
  for (const one of a) {
    for (const other of b) {
      const metres = sharedLength([one.lowerMetres, one.upperMetres], [other.lowerMetres, other.upperMetres]);
      if (metres <= TOUCH_METRES) continue;
      const squareMetres = sharedSquareMetres(one.geometry, other.geometry);
      const found = { metres, squareMetres };
      if (squareMetres > 0 && (most === undefined || isMore(found, most))) most = found;
      yield;
    }
  }
  return most;
}

function isMore(a: SharedSpace, b: SharedSpace): boolean {
  const more = a.metres * a.squareMetres - b.metres * b.squareMetres;
  return more > 0 || (more === 0 && a.metres > b.metres);
}

function sharedLength(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
}
