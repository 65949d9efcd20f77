import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, PositionView } from '../../platform/index.js';
import { explainHealth } from '../codes/health-codes.js';
import type { HealthMessage } from './health.repository.js';
import type { DeviceMedia } from './media.repository.js';

export const HealthQuery = PageQuery.extend({
  state: z.enum(['open', 'cleared', 'all']).default('open'),
});

export const HealthMessageView = z
  .object({
    id: Id,
    deviceId: Id,
    gatewayId: Id.describe('Who told'),
    code: z.string(),
    level: z.int().nullable().describe('0 notice, 1 caution, 2 warning'),
    module: z.int().nullable(),
    isInTheSky: z.boolean(),
    isImminent: z.boolean(),
    deviceType: z.string().nullable(),
    args: z.record(z.string(), z.json()),
    known: z.boolean().describe('False: nobody has put this code into words yet; the texts say at most which part'),
    grounds: z
      .literal(true)
      .nullable()
      .describe('True: no take-off with it, by the maker. Null: the maker does not say'),
    zh: z.string(),
    en: z.string(),
    openedAt: InstantView,
    lastReportedAt: InstantView,
    clearedAt: InstantView.nullable(),
  })
  .meta({ id: 'DeviceHealthMessage' });

export const HealthPage = pageOf(HealthMessageView)
  .extend({
    reportedAt: InstantView.nullable().describe('Null: the device has never told, which is not the same as being well'),
  })
  .meta({ id: 'DeviceHealthPage' });

export const DeviceMediaView = z
  .object({
    id: Id,
    gatewayId: Id,
    aircraftId: Id.nullable().describe('The one paired with the gateway when it was announced'),
    objectKey: z.string(),
    name: z.string().nullable(),
    path: z.string().nullable(),
    fingerprint: z.string().nullable().describe('By the word of the device; docks say none'),
    flightId: z.string().nullable(),
    droneModelKey: z.string().nullable(),
    payloadModelKey: z.string().nullable(),
    isOriginal: z.boolean().nullable(),
    position: PositionView.nullable(),
    absoluteAltitudeMetres: z.number().nullable(),
    relativeAltitudeMetres: z.number().nullable(),
    gimbalYawDegrees: z.number().nullable(),
    takenText: z.string().nullable().describe('The time of the camera, in its own words: it says no zone'),
    uploadedCount: z.int().nullable(),
    expectedCount: z.int().nullable(),
    announcedAt: InstantView,
    receivedAt: InstantView,
  })
  .describe('A file that a device says it has uploaded; no evidence before it is brought in')
  .meta({ id: 'DeviceMedia' });

export const DeviceMediaPage = pageOf(DeviceMediaView).meta({ id: 'DeviceMediaPage' });

export function viewOfHealth(message: HealthMessage): z.input<typeof HealthMessageView> {
  return {
    ...message,
    ...explainHealth(message.code),
    openedAt: message.openedAt.toISOString(),
    lastReportedAt: message.lastReportedAt.toISOString(),
    clearedAt: message.clearedAt?.toISOString() ?? null,
  };
}

export function viewOfMedia({ lon, lat, ...media }: DeviceMedia): z.input<typeof DeviceMediaView> {
  return {
    ...media,
    position: lon === null || lat === null ? null : { lon, lat },
    announcedAt: media.announcedAt.toISOString(),
    receivedAt: media.receivedAt.toISOString(),
  };
}
