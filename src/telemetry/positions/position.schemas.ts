import { z } from 'zod';
import { type BoundingBox, parseBbox } from '../../geo/index.js';
import type { DeviceSummary } from '../../equipment/index.js';
import { Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { ALERT_KINDS, FLYING_STATES } from '../../missions/index.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { FIX_QUALITIES } from '../sample.js';
import type { AirborneState } from './live.board.js';
import { isStale } from './latest.rules.js';

/** `minLon,minLat,maxLon,maxLat`, WGS-84. */
export const BboxText = z
  .string()
  .max(200)
  .transform((text, context): BoundingBox => {
    const parsed = parseBbox(text);
    if (parsed.ok) return parsed.bbox;
    context.addIssue({ code: 'custom', message: parsed.code });
    return z.NEVER;
  })
  .describe('minLon,minLat,maxLon,maxLat');

export const PositionsQuery = PageQuery.extend({
  bbox: BboxText.optional(),
  f: z.enum(['json', 'geojson']).default('json'),
});

export const DevicePosition = z
  .object({
    deviceId: Id,
    assetCode: z.string(),
    at: InstantView.describe('The clock of the device'),
    receivedAt: InstantView,
    lon: z.number(),
    lat: z.number(),
    altitudeEllipsoidMetres: z.number().nullable(),
    heightAboveTakeoffMetres: z.number().nullable(),
    altitudeAmslMetres: z.number().nullable(),
    headingDegrees: z.number().nullable().describe('Clockwise from true north'),
    speedMetresPerSecond: z.number().nullable(),
    batteryPercent: z.number().nullable(),
    mode: z.string().nullable(),
    fix: z.enum(FIX_QUALITIES),
    place: z.string().describe('Adcode of the county, or unknown outside the known boundaries'),
    flight: z
      .object({ state: z.enum(FLYING_STATES), alerts: z.array(z.enum(ALERT_KINDS)) })
      .nullable()
      .describe('While it is in the air: whether it keeps to its plan, and what goes wrong now'),
    stale: z.boolean().describe('Nothing newer for half a minute, or sent long after it was measured'),
  })
  .meta({ id: 'DevicePosition' });

export const PositionPage = pageOf(DevicePosition).meta({ id: 'PositionPage' });

const PositionFeature = z.object({
  type: z.literal('Feature'),
  id: Id,
  geometry: z.object({ type: z.literal('Point'), coordinates: z.array(z.number()).min(2).max(3) }),
  properties: DevicePosition,
});

export const PositionFeatures = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(PositionFeature),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PositionFeatures' });

export const PositionList = z.union([PositionPage, PositionFeatures]);

export type DevicePositionView = z.input<typeof DevicePosition>;

/** What is known of a device besides its position. */
export interface PositionContext {
  readonly device: Pick<DeviceSummary, 'assetCode'>;
  readonly flight: AirborneState | undefined;
  readonly now: Date;
}

/** Undefined for a device whose place nobody knows. */
export function positionView(
  { deviceId, state, place }: LatestRow,
  { device: { assetCode }, flight, now }: PositionContext,
): DevicePositionView | undefined {
  const { position, battery, mode } = state;
  if (!position) return undefined;
  return {
    deviceId,
    assetCode,
    at: position.at.toISOString(),
    receivedAt: position.receivedAt.toISOString(),
    lon: position.position.lon,
    lat: position.position.lat,
    altitudeEllipsoidMetres: position.altitudeEllipsoidMetres,
    heightAboveTakeoffMetres: position.heightAboveTakeoffMetres,
    altitudeAmslMetres: position.altitudeAmslMetres,
    headingDegrees: position.headingDegrees,
    speedMetresPerSecond: position.speedMetresPerSecond,
    batteryPercent: battery?.percent ?? null,
    mode: mode?.word ?? null,
    fix: position.fix,
    place: place ?? 'unknown',
    flight: flight ? { state: flight.state, alerts: [...flight.alerts] } : null,
    stale: isStale(position, now),
  };
}

/** With the ellipsoid height where it is known (RFC 7946 §3.1.1). */
export function positionFeature(view: DevicePositionView): z.input<typeof PositionFeature> {
  const height = view.altitudeEllipsoidMetres === null ? [] : [view.altitudeEllipsoidMetres];
  const geometry = { type: 'Point' as const, coordinates: [view.lon, view.lat, ...height] };
  return { type: 'Feature', id: view.deviceId, geometry, properties: view };
}
