import type { Areal, Volume } from '../../../geo/index.js';
import type { Applicable } from '../deconfliction/applicability.rules.js';

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
  readonly applicability: readonly Applicable[];
}

export function zoneVolume({ geometry, lowerMetres, upperMetres }: ZoneSpace): Volume {
  return { geometry, lowerMetres, upperMetres: upperMetres ?? Infinity };
}
