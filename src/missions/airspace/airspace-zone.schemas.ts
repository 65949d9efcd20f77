import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import type { AirspaceZone } from './airspace-zone.entity.js';
import { ZONE_RULES } from './airspace-zone.rules.js';
import {
  BboxInput,
  featuresOf,
  FormatInput,
  MultiPolygonInput,
  MultiPolygonView,
  PolygonInput,
  PolygonView,
} from './space.schemas.js';

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
  f: FormatInput,
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
});

const ZoneGeometry = z.discriminatedUnion('type', [PolygonView, MultiPolygonView]);

export const ZoneView = ZoneProperties.extend({ geometry: ZoneGeometry }).meta({ id: 'AirspaceZone' });

export const ZonePage = pageOf(ZoneView).meta({ id: 'AirspaceZonePage' });

export const ZoneFeatures = featuresOf(ZoneGeometry, ZoneProperties).meta({ id: 'AirspaceZoneFeatures' });

export const ZoneList = z.union([ZonePage, ZoneFeatures]);

/** A zone that a plan reaches into, as answers to pilots carry it. */
export const ZoneContactView = z
  .object({
    zoneId: Id,
    name: z.string(),
    rule: z.enum(ZONE_RULES),
    authority: z.string(),
    overlapMetres: z.number(),
    overlapMinutes: z.number(),
    overlapSquareMetres: z.number(),
  })
  .meta({ id: 'AirspaceZoneContact' });

export function toZoneView(zone: AirspaceZone): z.input<typeof ZoneView> {
  return { ...toZoneProperties(zone), geometry: zone.geometry };
}

export function toZoneFeature(zone: AirspaceZone): z.input<typeof ZoneFeatures>['features'][number] {
  return { type: 'Feature', id: zone.id, geometry: zone.geometry, properties: toZoneProperties(zone) };
}

function toZoneProperties(zone: AirspaceZone): z.input<typeof ZoneProperties> {
  const { id, name, rule, band, during, authority, source, version, createdAt } = zone;
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
  };
}
