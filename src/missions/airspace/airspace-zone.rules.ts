import type { Areal, Occupation } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';

/** What a zone does to a flight inside it: forbids it, asks for a permission, or sets a condition. */
export const ZONE_RULES = ['prohibited', 'authorisation', 'conditional'] as const;
export type ZoneRule = (typeof ZONE_RULES)[number];

/** A period that may be open towards the past, the future, or both. */
export interface OpenPeriod {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** A zone in space and time, in metres above ground; without `upperMetres` it has no top. */
export interface ZoneSpace {
  readonly geometry: Areal;
  readonly lowerMetres: number;
  readonly upperMetres?: number | undefined;
  readonly during: OpenPeriod;
}

/** What a zone takes up, seen from a plan: where its own period is open, the plan's counts. */
export function zoneOccupation({ geometry, lowerMetres, upperMetres, during }: ZoneSpace, plan: Period): Occupation {
  return {
    during: { from: during.from ?? plan.from, to: during.to ?? plan.to },
    volumes: [{ geometry, lowerMetres, upperMetres: upperMetres ?? Infinity }],
  };
}
