import { z } from 'zod';
import { Id, Instant, PageQuery, pageOf, period, PeriodInput, PeriodView, periodView } from '../../platform/index.js';
import { DESKS } from './duty-shift.entity.js';
import type { ShiftRow } from './roster.repository.js';

export const ShiftCreate = z
  .strictObject({
    userId: Id,
    unitId: Id.optional().describe('Whose duty it is; the person’s own unit where absent'),
    during: PeriodInput,
    desk: z.enum(DESKS),
    telephone: z
      .string()
      .trim()
      .regex(/^[0-9+][0-9 -]{2,29}$/, { error: 'digits, spaces and dashes, with + in front at most' }),
  })
  .meta({ id: 'ShiftCreate' });

export const ShiftView = z
  .object({
    id: Id,
    unit: z.object({ id: Id, name: z.string() }),
    person: z.object({ id: Id, name: z.string() }),
    during: PeriodView,
    desk: z.enum(DESKS),
    telephone: z.string(),
  })
  .meta({ id: 'Shift' });

export const ShiftPage = pageOf(ShiftView).meta({ id: 'ShiftPage' });

export const RosterQuery = PageQuery.extend({
  unit: Id.optional(),
  below: z.stringbool().default(false).describe('With unit: also the units below it'),
  desk: z.enum(DESKS).optional(),
  at: Instant.optional().describe('Who is on duty at this instant; now where neither at nor from and to are given'),
  from: Instant.optional(),
  to: Instant.optional(),
}).refine(
  ({ at, from, to }) => (from === undefined) === (to === undefined) && !(at && from) && (!from || !to || from < to),
  {
    error: 'give at, or from and to in this order',
    path: ['to'],
  },
);

export function toShiftView(row: ShiftRow, unitName: string): z.input<typeof ShiftView> {
  const { id, unitId, userId, displayName, during, desk, telephone } = row;
  return {
    id,
    unit: { id: unitId, name: unitName },
    person: { id: userId, name: displayName },
    during: periodView(period(during)),
    desk,
    telephone,
  };
}
