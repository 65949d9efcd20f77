import { z } from 'zod';
import { Id, Instant, InstantView, PeriodView } from '../../platform/index.js';
import { TrackSourceView } from '../recorded/recorded.schemas.js';
import { FIX_QUALITIES } from '../sample.js';
import { TRACK_FORMATS } from './export/track-export.types.js';
import { SEGMENT_ENDS } from './segment.rules.js';
import { LONGEST_BRIDGE_SECONDS, LONGEST_SILENCE_SECONDS } from './track.rules.js';

/** Half-open. Without `to` until now, without `from` the hour before `to`. */
const Asked = { from: Instant.optional(), to: Instant.optional() };
const endsAfterBeginning = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }) =>
  !from || !to || from < to;
const ENDS = { error: 'must end after it begins' };

export const TrackQuery = z
  .strictObject({
    ...Asked,
    f: z.enum(['geojson']).default('geojson'),
    include: z
      .enum(['recorded'])
      .optional()
      .describe('Also the points that files tell, each source for itself; without it only that there are some'),
  })
  .refine(endsAfterBeginning, ENDS);

export const SegmentQuery = z
  .strictObject({
    ...Asked,
    toleranceMetres: z.coerce
      .number()
      .min(0)
      .max(10_000)
      .default(0)
      .describe('How far a frame may lie from the line that is drawn; 0 draws every frame'),
  })
  .refine(endsAfterBeginning, ENDS);

export const ResampleQuery = z
  .strictObject({
    ...Asked,
    stepSeconds: z.coerce
      .number()
      .min(0.1)
      .max(3_600)
      .refine((seconds) => Number.isInteger(Math.round(seconds * 1e6) / 1000), { error: 'must be whole milliseconds' }),
    bridgeSeconds: z.coerce
      .number()
      .min(0)
      .max(LONGEST_SILENCE_SECONDS)
      .default(LONGEST_BRIDGE_SECONDS)
      .describe('How far apart two frames may be for a place between them'),
  })
  .refine(endsAfterBeginning, ENDS);

/** Without `format` what the caller accepts, and GeoJSON where that does not tell. */
export const ExportQuery = z
  .strictObject({
    from: Instant,
    to: Instant,
    format: z.enum(TRACK_FORMATS).optional(),
    source: z
      .enum(['live', 'recorded'])
      .default('live')
      .describe('recorded: what files tell instead, one after the other'),
  })
  .refine(endsAfterBeginning, ENDS);

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

const LineView = z
  .object({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number()).min(2).max(3)).min(2) })
  .nullable()
  .describe('Null with fewer than two positions');
const RemovedView = z
  .array(PeriodView)
  .describe('Days whose frames are no longer kept, but for those that evidence rests on');
const TruncatedView = z.boolean().describe('There is more after the last sample; ask again from there');

export const TrackView = z
  .object({
    type: z.literal('Feature'),
    geometry: LineView,
    properties: z.object({
      deviceId: Id,
      samples: z.array(TrackSampleView),
      gaps: z.array(PeriodView).describe('Stretches between two samples without a position'),
      removed: RemovedView,
      truncated: TruncatedView,
      sources: z
        .array(TrackSourceView)
        .describe('Where the stretches of the period come from; samples and geometry are of the line alone'),
      sourcesTruncated: z.boolean().describe('There is more in files after the last point shown of them'),
    }),
  })
  .meta({ id: 'Track' });

export const SegmentsView = z
  .object({
    deviceId: Id,
    toleranceMetres: z.number(),
    segments: z.array(
      z.object({
        airborne: z.boolean().nullable().describe('Null where no frame tells'),
        begunBy: z.enum(SEGMENT_ENDS),
        endedBy: z.enum(SEGMENT_ENDS).describe('hands: what follows is in other hands or was not asked for'),
        from: InstantView,
        to: InstantView,
        samples: z.number().int(),
        drawn: z.number().int().describe('Frames the line goes through'),
        lengthMetres: z.number().describe('Over ground from frame to frame, of every frame'),
        geometry: LineView,
      }),
    ),
    gaps: z.array(PeriodView).describe('Stretches between two samples without a position'),
    removed: RemovedView,
    truncated: TruncatedView,
  })
  .meta({ id: 'TrackSegments' });

export const ResampledView = z
  .object({
    deviceId: Id,
    stepSeconds: z.number(),
    bridgeSeconds: z.number(),
    points: z.array(
      TrackSampleView.omit({ receivedAt: true }).extend({
        method: z.enum(['measured', 'interpolated']).describe('interpolated: between two frames, measured by nobody'),
      }),
    ),
    removed: RemovedView,
    truncated: TruncatedView,
  })
  .meta({ id: 'ResampledTrack', description: 'Nothing stands for an instant in a gap or beyond the ends' });
