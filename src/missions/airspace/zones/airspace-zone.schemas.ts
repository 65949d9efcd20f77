import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf, PeriodView, periodView, text } from '../../../platform/index.js';
import { TASK_NATURES } from '../../air-rules/flight-facts.js';
import type { AirspaceZone } from './airspace-zone.entity.js';
import { ZONE_RULES } from './airspace-zone.rules.js';
import type { Alternative } from '../deconfliction/alternatives.rules.js';
import { WEEKDAYS } from '../deconfliction/applicability.rules.js';
import {
  BboxInput,
  featuresOf,
  FormatInput,
  MultiPolygonInput,
  MultiPolygonView,
  PolygonInput,
  PolygonView,
} from '../space.schemas.js';
import { HEIGHT_REFERENCES, HEIGHT_UNITS, ZONE_NOTES } from './vertical-limit.rules.js';

const Metres = z.number().min(0).max(100_000);

export const ZoneCreate = z
  .strictObject({
    name: text(200),
    rule: z.enum(ZONE_RULES),
    geometry: z.discriminatedUnion('type', [PolygonInput, MultiPolygonInput]),
    lowerMetres: Metres.default(0).describe('Metres above ground'),
    upperMetres: Metres.optional().describe('Metres above ground; absent: every height'),
    during: z
      .strictObject({ from: Instant.optional(), to: Instant.optional() })
      .default({})
      .describe('Absent end: open'),
    authority: text(200),
    source: text(500),
  })
  .meta({ id: 'AirspaceZoneCreate' });

export const ZoneQuery = PageQuery.extend({
  bbox: BboxInput.optional(),
  rule: z.enum(ZONE_RULES).optional(),
  at: Instant.optional().describe('Only zones in force at this instant'),
  publicationId: Id.optional(),
  ended: z.stringbool().default(false).describe('Also versions that have ended'),
  f: FormatInput,
});

export const ZoneEnd = z.strictObject({ reason: text(1_000) }).meta({ id: 'AirspaceZoneEnd' });

const LimitView = z.object({
  value: z.number(),
  unit: z.enum(HEIGHT_UNITS),
  reference: z.enum(HEIGHT_REFERENCES),
});

const ApplicableView = z.object({
  from: InstantView.optional(),
  to: InstantView.optional(),
  windows: z.array(
    z.object({
      days: z.array(z.enum(WEEKDAYS)),
      fromMinute: z.int().describe('Minutes after midnight'),
      toMinute: z.int().describe('Minutes after midnight; at or before the beginning: of the next day'),
      offsetMinutes: z.int().describe('Of the clocks, east of Greenwich'),
    }),
  ),
});

const ZoneProperties = z.object({
  id: Id,
  name: z.string(),
  rule: z.enum(ZONE_RULES),
  lowerMetres: z.number(),
  upperMetres: z.number().nullable(),
  during: z.object({ from: InstantView.nullable(), to: InstantView.nullable() }),
  authority: z.string(),
  source: z.string(),
  version: z.number().int(),
  createdAt: InstantView,
  publicationId: Id.nullable(),
  code: z.string().nullable().describe('Names the zone within its publication'),
  originId: Id.describe('First version of the same zone'),
  endedAt: InstantView.nullable(),
  vertical: z
    .object({ lower: LimitView.optional(), upper: LimitView.optional() })
    .nullable()
    .describe('As given; flights are held against lowerMetres and upperMetres'),
  applicability: z.array(ApplicableView).describe('Empty: always within during'),
  contact: z.record(z.string(), z.string()).nullable(),
  notes: z.array(z.enum(ZONE_NOTES)).describe('What was assumed where the source leaves something open'),
});

const ZoneGeometry = z.discriminatedUnion('type', [PolygonView, MultiPolygonView]);

export const ZoneView = ZoneProperties.extend({ geometry: ZoneGeometry }).meta({ id: 'AirspaceZone' });

export const ZonePage = pageOf(ZoneView).meta({ id: 'AirspaceZonePage' });

export const ZoneFeatures = featuresOf(ZoneGeometry, ZoneProperties).meta({ id: 'AirspaceZoneFeatures' });

export const ZoneList = z.union([ZonePage, ZoneFeatures]);

export const ZoneVersions = z.object({ items: z.array(ZoneView) }).meta({ id: 'AirspaceZoneVersions' });

const ContactShape = {
  overlapMetres: z.number(),
  overlapMinutes: z.number(),
  overlapSquareMetres: z.number(),
  overlapFrom: InstantView.optional(),
  overlapTo: InstantView.optional(),
};

/** A flight that a plan overlaps. */
export const FlightContactView = z
  .object({ flightId: Id, nature: z.enum(TASK_NATURES), ...ContactShape })
  .meta({ id: 'FlightContact' });

/** A zone that a plan reaches into, as answers to pilots carry it. */
export const ZoneContactView = z
  .object({
    zoneId: Id,
    version: z.int().optional(),
    name: z.string(),
    rule: z.enum(ZONE_RULES),
    authority: z.string(),
    ...ContactShape,
  })
  .meta({ id: 'AirspaceZoneContact' });

/** Another time or height that was free when it was looked for. */
export const AlternativeView = z
  .object({
    changes: z.enum(['time', 'height']),
    during: PeriodView,
    bands: z
      .array(z.object({ lowerMetres: z.number(), upperMetres: z.number() }))
      .describe('One a volume, in their order'),
  })
  .meta({ id: 'AirspaceAlternative' });

export function toAlternativeView({ during, ...rest }: Alternative): z.input<typeof AlternativeView> {
  return { ...rest, bands: [...rest.bands], during: periodView(during) };
}

export function toZoneView(zone: AirspaceZone): z.input<typeof ZoneView> {
  return { ...toZoneProperties(zone), geometry: zone.geometry };
}

export function toZoneFeature(zone: AirspaceZone): z.input<typeof ZoneFeatures>['features'][number] {
  return { type: 'Feature', id: zone.id, geometry: zone.geometry, properties: toZoneProperties(zone) };
}

function toZoneProperties(zone: AirspaceZone): z.input<typeof ZoneProperties> {
  const { id, name, rule, band, during, authority, source, version, createdAt } = zone;
  const { publicationId, code, originId, endedAt, vertical, applicability, contact, notes } = zone;
  return {
    id,
    name,
    rule,
    lowerMetres: band.lowerMetres,
    upperMetres: band.upperMetres ?? null,
    during: { from: during.from?.toISOString() ?? null, to: during.to?.toISOString() ?? null },
    authority,
    source,
    version,
    createdAt: createdAt.toISOString(),
    publicationId,
    code,
    originId,
    endedAt: endedAt?.toISOString() ?? null,
    vertical,
    applicability: applicability.map(({ windows, ...period }) => ({
      ...period,
      windows: windows.map(({ days, ...window }) => ({ ...window, days: [...days] })),
    })),
    contact: contact && { ...contact },
    notes: [...notes],
  };
}
