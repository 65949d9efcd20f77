import { z } from 'zod';
import { Id, Instant, InstantView, PeriodView } from '../../platform/index.js';
import { FIX_QUALITIES } from '../sample.js';

/** Half-open. Without `to` until now, without `from` the hour before `to`. */
export const TrackQuery = z
  .strictObject({
    from: Instant.optional(),
    to: Instant.optional(),
    f: z.enum(['geojson']).default('geojson'),
  })
  .refine(({ from, to }) => !from || !to || from < to, { error: 'must end after it begins' });

const TrackSampleView = z.object({
  at: InstantView.describe('The clock of the device'),
  receivedAt: InstantView.describe('Our clock'),
  lon: z.number(),
  lat: z.number(),
  altitudeEllipsoidMetres: z.number().nullable(),
  heightAboveTakeoffMetres: z.number().nullable(),
  altitudeAmslMetres: z.number().nullable(),
  headingDegrees: z.number().nullable(),
  speedMetresPerSecond: z.number().nullable(),
  verticalSpeedMetresPerSecond: z.number().nullable(),
  batteryPercent: z.number().nullable(),
  gimbal: z
    .object({
      pitchDegrees: z.number().nullable(),
      rollDegrees: z.number().nullable(),
      yawDegrees: z.number().nullable(),
    })
    .nullable(),
  fix: z.enum(FIX_QUALITIES),
});

export const TrackView = z
  .object({
    type: z.literal('Feature'),
    geometry: z
      .object({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number()).min(2).max(3)).min(2) })
      .nullable()
      .describe('Null with fewer than two positions'),
    properties: z.object({
      deviceId: Id,
      samples: z.array(TrackSampleView),
      gaps: z.array(PeriodView).describe('Stretches between two samples without a position'),
      removed: z
        .array(PeriodView)
        .describe('Days whose frames are no longer kept, but for those that evidence rests on'),
      truncated: z.boolean().describe('There is more after the last sample; ask again from there'),
    }),
  })
  .meta({ id: 'Track' });
