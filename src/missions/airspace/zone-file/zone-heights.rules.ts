import {
  bandOf,
  type HeightReference,
  type HeightUnit,
  type VerticalLimit,
  type VerticalLimits,
  type ZoneNote,
} from '../zones/vertical-limit.rules.js';
import type { Band } from '../space.columns.js';
import { ZoneFault } from './zone-draft.js';

const UNITS: Readonly<Record<string, HeightUnit>> = {
  M: 'M',
  METRE: 'M',
  METER: 'M',
  FT: 'FT',
  FEET: 'FT',
  FOOT: 'FT',
};
const REFERENCES: Readonly<Record<string, HeightReference>> = {
  AGL: 'AGL',
  SFC: 'AGL',
  AMSL: 'AMSL',
  MSL: 'AMSL',
  W84: 'WGS84',
  WGS84: 'WGS84',
  HAE: 'WGS84',
};

/** Limits as a file spells them. */
export interface RawLimits {
  readonly lower: unknown;
  readonly lowerReference: unknown;
  readonly upper: unknown;
  readonly upperReference: unknown;
  readonly unit: unknown;
}

export interface ReadHeights {
  readonly band: Band;
  readonly vertical: VerticalLimits | null;
  readonly notes: readonly ZoneNote[];
}

/** @throws ZoneFault ZONE_UNIT_MISSING, ZONE_REFERENCE_UNKNOWN, ZONE_HEIGHT_…, ZONE_BAND_UPSIDE_DOWN */
export function heightsOf(raw: RawLimits): ReadHeights {
  const vertical = {
    lower: limitOf(raw.lower, raw.lowerReference, raw.unit),
    upper: limitOf(raw.upper, raw.upperReference, raw.unit),
  };
  const read = bandOf(vertical);
  if (!read.ok) throw new ZoneFault(read.code);
  const given = vertical.lower !== undefined || vertical.upper !== undefined;
  return {
    band: read.band,
    vertical: given ? vertical : null,
    notes: given ? read.notes : [...read.notes, 'HEIGHTS_NOT_GIVEN'],
  };
}

/** A height without unit or reference says nothing: feet taken for metres would open a zone by two thirds. */
function limitOf(value: unknown, reference: unknown, unit: unknown): VerticalLimit | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ZoneFault('ZONE_HEIGHT_MALFORMED');
  const known = typeof unit === 'string' ? UNITS[unit.trim().toUpperCase()] : undefined;
  if (known === undefined) throw new ZoneFault('ZONE_UNIT_MISSING');
  const above = typeof reference === 'string' ? REFERENCES[reference.trim().toUpperCase()] : undefined;
  if (above === undefined) throw new ZoneFault('ZONE_REFERENCE_UNKNOWN');
  return { value, unit: known, reference: above };
}
