import type { Band } from '../space.columns.js';

export const HEIGHT_UNITS = ['M', 'FT'] as const;
export type HeightUnit = (typeof HEIGHT_UNITS)[number];

/** Above ground, above mean sea level, above the ellipsoid of WGS-84. */
export const HEIGHT_REFERENCES = ['AGL', 'AMSL', 'WGS84'] as const;
export type HeightReference = (typeof HEIGHT_REFERENCES)[number];

export interface VerticalLimit {
  readonly value: number;
  readonly unit: HeightUnit;
  readonly reference: HeightReference;
}

/** As given; an absent limit: from the ground, to any height. */
export interface VerticalLimits {
  readonly lower?: VerticalLimit | undefined;
  readonly upper?: VerticalLimit | undefined;
}

/** What was assumed of a zone where its source leaves something open; always the side that keeps flights out. */
export const ZONE_NOTES = [
  'FEET_CONVERTED',
  'LOWER_NOT_ABOVE_GROUND',
  'UPPER_NOT_ABOVE_GROUND',
  'CIRCLE_AS_POLYGON',
  'DAYLIGHT_EVENT_UNKNOWN',
  'CLOCK_UNKNOWN',
  'HEIGHTS_NOT_GIVEN',
] as const;
export type ZoneNote = (typeof ZONE_NOTES)[number];

const METRES_PER_FOOT = 0.3048;

/** No zone of the air has a limit beyond: what is higher is a wrong unit. */
const HIGHEST_METRES = 100_000;

export type ReadBand =
  | { readonly ok: true; readonly band: Band; readonly notes: readonly ZoneNote[] }
  | { readonly ok: false; readonly code: 'ZONE_BAND_UPSIDE_DOWN' | 'ZONE_HEIGHT_OUT_OF_RANGE' };

/**
 * The band that flights are held against, in metres above ground. What is not above ground cannot be turned into it
 * without knowing the terrain: such a lower limit counts as the ground, such an upper one as none.
 */
export function bandOf({ lower, upper }: VerticalLimits): ReadBand {
  const [low, high] = [lower && metresOf(lower), upper && metresOf(upper)];
  if ([low, high].some((metres) => metres !== undefined && Math.abs(metres) > HIGHEST_METRES))
    return { ok: false, code: 'ZONE_HEIGHT_OUT_OF_RANGE' };
  const sameDatum = lower?.reference === upper?.reference;
  if (low !== undefined && high !== undefined && sameDatum && low >= high)
    return { ok: false, code: 'ZONE_BAND_UPSIDE_DOWN' };
  const lowerMetres = lower?.reference === 'AGL' ? Math.max(0, low ?? 0) : 0;
  const upperMetres = upper?.reference === 'AGL' ? high : undefined;
  if (upperMetres !== undefined && upperMetres <= lowerMetres) return { ok: false, code: 'ZONE_BAND_UPSIDE_DOWN' };
  return { ok: true, band: { lowerMetres, upperMetres }, notes: notesOn({ lower, upper }) };
}

function notesOn({ lower, upper }: VerticalLimits): ZoneNote[] {
  const notes: ZoneNote[] = [];
  if (lower?.unit === 'FT' || upper?.unit === 'FT') notes.push('FEET_CONVERTED');
  if (lower !== undefined && lower.reference !== 'AGL') notes.push('LOWER_NOT_ABOVE_GROUND');
  if (upper !== undefined && upper.reference !== 'AGL') notes.push('UPPER_NOT_ABOVE_GROUND');
  return notes;
}

function metresOf({ value, unit }: VerticalLimit): number {
  return unit === 'FT' ? Math.round(value * METRES_PER_FOOT * 1_000) / 1_000 : value;
}
