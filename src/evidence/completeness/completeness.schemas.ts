import { z } from 'zod';
import { Id, InstantView, text } from '../../platform/index.js';
import { SET_ASIDE } from './flown.rules.js';
import { GAP_REASONS } from './gap-reason.codes.js';

const FrameNumber = z.int().min(1).max(9_999);
const WordsView = z.object({ zh: z.string(), en: z.string() });

export const GapReasonInput = z
  .strictObject({
    from: FrameNumber.describe('First missing number'),
    to: FrameNumber.describe('Last missing number; below the first where the counter began anew between them'),
    code: z.enum(GAP_REASONS),
    text: text(500),
  })
  .meta({ id: 'GapReasonInput' });

const GapView = z.object({
  from: z.number(),
  to: z.number(),
  frames: z.number(),
  after: InstantView.nullable().describe('When the frame before the gap was taken'),
  before: InstantView.nullable(),
  reason: z
    .object({
      code: z.enum(GAP_REASONS),
      words: WordsView,
      text: z.string(),
      statedBy: z.string(),
      statedAt: InstantView,
    })
    .nullable()
    .describe('Null: unexplained'),
});

export const COMPLETENESS_VERDICTS = ['complete', 'explained', 'unexplained', 'unknown'] as const;

export const CompletenessView = z
  .object({
    flightId: Id,
    verdict: z.enum(COMPLETENESS_VERDICTS),
    words: WordsView,
    files: z.number(),
    frames: z.number().describe('The thermal, wide and zoom files of one shutter count once'),
    unnumbered: z.number(),
    restarts: z.number().describe('Jumps of the counter too large to be missing frames'),
    announced: z.number().describe('Files the device said it had uploaded of this flight'),
    deviceCount: z
      .number()
      .nullable()
      .describe(
        'How many files the device itself counted, by what it announced or its dock said of the task; null where neither did',
      ),
    setAside: z
      .array(z.object({ reason: z.enum(SET_ASIDE), files: z.number(), words: WordsView }))
      .describe('Files tied to the flight that do not count, because their own words do not agree with it'),
    gaps: z.array(GapView),
  })
  .meta({ id: 'FlightCompleteness' });
