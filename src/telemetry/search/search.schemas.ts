import { z } from 'zod';
import { checkPolygon } from '../../geo/index.js';
import { PolygonInput } from '../../missions/index.js';
import { Id, InstantView, PeriodInput, PeriodView } from '../../platform/index.js';
import { RECORDED_SOURCES, TRACK_TRUSTS } from '../recorded/recorded.codes.js';

/** The fault of an outline is named by its code. */
export const InsideSearch = z.strictObject({
  polygon: PolygonInput.transform((polygon, context) => {
    const checked = checkPolygon(polygon);
    if (checked.ok) return checked.polygon;
    context.addIssue({ code: 'custom', message: checked.code });
    return z.NEVER;
  }),
  during: PeriodInput,
});

const StayView = z.object({
  firstInside: InstantView,
  lastInside: InstantView,
  enteredAfter: InstantView.nullable().describe('The frame before, outside; null where none within a minute tells'),
  leftBefore: InstantView.nullable().describe('The frame after, outside; null where none within a minute tells'),
  samples: z.number().int(),
  longestSilenceSeconds: z.number().describe('Longest time inside without a frame'),
});

const RecordedStaysView = z.object({
  source: z.enum(RECORDED_SOURCES),
  trust: z.enum(TRACK_TRUSTS),
  trackId: Id,
  evidenceId: Id.nullable(),
  stays: z.array(StayView),
});

export const InsideView = z
  .object({
    items: z.array(
      z.object({
        deviceId: Id,
        assetCode: z.string(),
        stays: z.array(StayView).describe('Proven by frames that came over the line of the device'),
        recorded: z.array(RecordedStaysView).describe('Told by files that somebody brought, each for itself'),
      }),
    ),
    nextCursor: z.string().nullable(),
    removed: z.array(PeriodView).describe('Days whose frames are no longer kept, but for those that evidence rests on'),
  })
  .meta({
    id: 'DevicesInside',
    description: 'Only frames prove a stay: who crossed between two of them is not found',
  });
