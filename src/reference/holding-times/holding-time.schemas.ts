import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, SPREADSHEET_FORMS, text } from '../../platform/index.js';
import { LIMIT_CONFIRMATIONS } from '../limits/limit.rules.js';
import { MEDIA, type Preservation, preservationFault, PRESERVATIONS } from '../sampled.codes.js';
import type { HoldingTime } from './holding-time.entity.js';
import { LEAST_HOURS, LONGEST_HOURS } from './holding-time.rules.js';

/** What was done to a sample so that it keeps, each once. */
export const PreservationsInput = z
  .array(z.enum(PRESERVATIONS))
  .min(1)
  .max(PRESERVATIONS.length)
  .refine((done) => preservationFault(done) === null, {
    error: ({ input }) => preservationFault(input as readonly Preservation[]) ?? undefined,
  });

export const HoldingTimeInput = z
  .strictObject({
    medium: z.enum(MEDIA),
    item: text(60),
    preservation: PreservationsInput,
    hours: z.number().min(LEAST_HOURS).max(LONGEST_HOURS).describe('From when the sample was taken'),
    source: text(300).describe('Where it is written'),
    confirmedBy: z.enum(LIMIT_CONFIRMATIONS),
    confirmer: text(120).optional().describe('Who compared two copies'),
  })
  .meta({ id: 'HoldingTimeInput' });

export const HoldingTimeView = z
  .object({
    id: Id,
    medium: z.enum(MEDIA),
    item: z.string(),
    preservation: z.string(),
    hours: z.number(),
    version: z.int(),
    source: z.string(),
    confirmedBy: z.enum(LIMIT_CONFIRMATIONS),
    confirmer: z.string().nullable(),
    recordedAt: InstantView,
  })
  .meta({ id: 'HoldingTime' });

export const AppliedHoldingTimeView = HoldingTimeView.pick({
  id: true,
  version: true,
  hours: true,
  source: true,
  confirmedBy: true,
}).meta({ id: 'AppliedHoldingTime' });

export const HoldingTimePage = pageOf(HoldingTimeView).meta({ id: 'HoldingTimePage' });

export const HoldingTimeQuery = PageQuery.extend({ medium: z.enum(MEDIA).optional(), item: text(60).optional() });

export const HoldingTimeFileQuery = z.strictObject({ f: z.enum(SPREADSHEET_FORMS).default('csv') });

export function toHoldingTimeView(row: HoldingTime): z.input<typeof HoldingTimeView> {
  const { recordedBy: _recordedBy, supersededAt: _supersededAt, recordedAt, ...same } = row;
  return { ...same, recordedAt: recordedAt.toISOString() };
}
