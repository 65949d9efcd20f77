import { distanceMetres, type Position } from '../../geo/index.js';

/** What two pictures claim of how they were taken. */
export interface Shot {
  readonly capturedAt: Date;
  readonly position: Position | null;
  /** Where the camera looked, from north; null where the file does not say. */
  readonly headingDegrees: number | null;
}

/** How far two shots can be laid beside each other. Null is not known. */
export interface Comparison {
  readonly daysApart: number;
  readonly distanceMetres: number | null;
  readonly headingDifferenceDegrees: number | null;
}

const DAY_MS = 86_400_000;

export function compareShots(before: Shot, after: Shot): Comparison {
  const days = (after.capturedAt.getTime() - before.capturedAt.getTime()) / DAY_MS;
  const { headingDegrees: one } = before;
  const { headingDegrees: other } = after;
  return {
    daysApart: rounded(days, 100),
    distanceMetres:
      before.position && after.position ? rounded(distanceMetres(before.position, after.position), 10) : null,
    headingDifferenceDegrees: one === null || other === null ? null : rounded(angleBetween(one, other), 10),
  };
}

/** 0 to 180. */
function angleBetween(one: number, other: number): number {
  const turn = (((one - other) % 360) + 360) % 360;
  return Math.min(turn, 360 - turn);
}

function rounded(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit;
}
