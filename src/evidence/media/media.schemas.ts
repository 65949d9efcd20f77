import { z } from 'zod';
import type { Position } from '../../geo/index.js';
import type { MediaReport } from './media.types.js';

/** What a controller writes may be anything; what cannot be read is as good as not said, and nothing is lost over it. */
const word = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !/[\p{Cc}\p{Cf}\ud800-\udfff]/u.test(text))
    .nullable()
    .catch(null);
const NUMBER = /^[+-]?\d{1,6}(\.\d{1,12})?$/;
const measure = (lowest: number, highest: number) =>
  z
    .union([z.number(), z.string().regex(NUMBER).transform(Number)])
    .pipe(z.number().min(lowest).max(highest))
    .nullable()
    .catch(null);
const metres = measure(-20_000, 20_000);

const Key = z
  .string()
  .min(1)
  .max(1_024)
  .refine((key) => !/\p{Cc}/u.test(key), { error: 'holds control characters' });

const Ext = z
  .looseObject({
    sn: word(64).describe('Serial of the aircraft'),
    tinny_fingerprint: word(200).describe('So spelt by Pilot'),
    flight_id: word(100),
    is_original: z.boolean().nullable().catch(null),
  })
  .partial();

const Metadata = z
  .looseObject({
    absolute_altitude: metres,
    relative_altitude: metres,
    gimbal_yaw_degree: measure(-720, 720),
    created_time: word(60),
    create_time: word(60),
    shoot_position: z
      .looseObject({ lat: measure(-90, 90), lng: measure(-180, 180) })
      .nullable()
      .catch(null),
  })
  .partial();

export const FastUpload = z
  .looseObject({ name: word(300), fingerprint: word(200), ext: Ext.catch({}).default({}) })
  .partial({ name: true, fingerprint: true })
  .meta({ id: 'PilotFastUpload' });

export const TinyFingerprints = z
  .looseObject({ tiny_fingerprints: z.array(z.string().max(200)).max(2_000) })
  .meta({ id: 'PilotTinyFingerprints' });

export const UploadReport = z
  .looseObject({
    object_key: Key,
    result: z.int().default(0).describe('Other than 0: the upload failed'),
    name: word(300).optional(),
    path: word(1_000).optional(),
    fingerprint: word(200).optional(),
    ext: Ext.catch({}).default({}),
    metadata: Metadata.catch({}).default({}),
  })
  .meta({ id: 'PilotUploadReport' });

export const GroupReport = z
  .looseObject({
    file_group_id: word(200),
    file_count: z.int().min(0).max(1_000_000).nullable().catch(null).default(null),
    file_uploaded_count: z.int().min(0).max(1_000_000).nullable().catch(null).default(null),
  })
  .meta({ id: 'PilotGroupReport' });

export const UploadedView = z.object({ object_key: z.string() }).meta({ id: 'PilotUploaded' });
export const KnownFingerprintsView = z
  .object({ tiny_fingerprints: z.array(z.string()) })
  .meta({ id: 'PilotKnownFingerprints' });
export const NothingView = z.object({}).meta({ id: 'PilotNothing' });

export function reportOf({ name, path, fingerprint, ext, metadata }: z.output<typeof UploadReport>): MediaReport {
  return {
    by: 'pilot',
    name: name ?? null,
    path: path ?? null,
    fingerprint: fingerprint ?? null,
    tinyFingerprint: ext.tinny_fingerprint ?? null,
    flightId: ext.flight_id ?? null,
    droneSerial: ext.sn ?? null,
    isOriginal: ext.is_original ?? null,
    position: positionOf(metadata.shoot_position),
    absoluteAltitudeMetres: metadata.absolute_altitude ?? null,
    relativeAltitudeMetres: metadata.relative_altitude ?? null,
    gimbalYawDegrees: metadata.gimbal_yaw_degree ?? null,
    takenText: metadata.created_time ?? metadata.create_time ?? null,
  };
}

/** Zero on both axes is what a controller without a fix writes. */
function positionOf(place: { lat: number | null; lng: number | null } | null | undefined): Position | null {
  if (!place || place.lat === null || place.lng === null || (place.lat === 0 && place.lng === 0)) return null;
  return { lon: place.lng, lat: place.lat };
}
