import type { Areal } from '../../../geo/index.js';
import type { ZoneRule } from '../zones/airspace-zone.rules.js';
import type { Applicable } from '../deconfliction/applicability.rules.js';
import type { Band } from '../space.columns.js';
import type { VerticalLimits, ZoneNote } from '../zones/vertical-limit.rules.js';

export const ZONE_FILE_FORMATS = ['geojson', 'ed269', 'ed318', 'kml', 'kmz'] as const;
export type ZoneFileFormat = (typeof ZONE_FILE_FORMATS)[number];

/** Whom to ask for a permission, as the source names it. */
export interface ZoneAuthorityContact {
  readonly service?: string | undefined;
  readonly contactName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly siteUrl?: string | undefined;
}

/** A zone as a file says it. */
export interface ZoneDraft {
  readonly code: string;
  readonly name: string;
  readonly rule: ZoneRule;
  readonly geometry: Areal;
  readonly band: Band;
  readonly vertical: VerticalLimits | null;
  readonly applicability: readonly Applicable[];
  /** Absent: the authority of the publication. */
  readonly authority?: string | undefined;
  readonly contact: ZoneAuthorityContact | null;
  readonly notes: readonly ZoneNote[];
}

/** Why a feature cannot be taken over. */
export const ZONE_FAULTS = [
  'ZONE_FEATURE_MALFORMED',
  'ZONE_GEOMETRY_MISSING',
  'ZONE_RULE_UNKNOWN',
  'ZONE_NAME_MISSING',
  'ZONE_NAME_TOO_LONG',
  'ZONE_TEXT_MALFORMED',
  'ZONE_UNIT_MISSING',
  'ZONE_REFERENCE_UNKNOWN',
  'ZONE_HEIGHT_MALFORMED',
  'ZONE_HEIGHT_OUT_OF_RANGE',
  'ZONE_BAND_UPSIDE_DOWN',
  'ZONE_PERIOD_EMPTY',
  'ZONE_TIME_MALFORMED',
  'ZONE_RADIUS_MALFORMED',
  'ZONE_CODE_TWICE',
  'ZONE_COORDINATES_SWAPPED',
] as const;
export type ZoneFaultCode = (typeof ZONE_FAULTS)[number];

/** A fault stops the reading of its feature; the others go on, so that all faults are told at once. */
export class ZoneFault {
  constructor(readonly code: string) {}
}

export interface FeatureFault {
  /** Place in the file's list of features, from 0. */
  readonly feature: number;
  readonly name: string | null;
  readonly code: string;
}

export interface ZoneReading {
  readonly format: ZoneFileFormat;
  readonly features: number;
  readonly drafts: readonly (ZoneDraft & { readonly feature: number })[];
  /** Features that declare no restriction. */
  readonly skipped: number;
  readonly faults: readonly FeatureFault[];
}
