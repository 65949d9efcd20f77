import { z } from 'zod';
import { checkPolygon } from '../../geo/index.js';
import { PolygonInput } from '../../missions/index.js';
import { Id, InstantView, PeriodInput, PeriodView } from '../../platform/index.js';

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

export const InsideView = z
  .object({
    items: z.array(z.object({ deviceId: Id, assetCode: z.string(), stays: z.array(StayView) })),
    nextCursor: z.string().nullable(),
    removed: z.array(PeriodView).describe('Days whose frames are no longer kept, but for those that evidence rests on'),
  })
  .meta({
    id: 'DevicesInside',
    description: 'Only frames prove a stay: who crossed between two of them is not found',
  });
