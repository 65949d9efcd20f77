import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { ITEM_KINDS, type ItemRow } from './mission-calendar.repository.js';

const LONGEST_DAYS = 100;
const DAY_MS = 86_400_000;

export const MissionCalendarQuery = PageQuery.extend({
  from: Instant,
  to: Instant,
  unitId: Id.optional().describe('The own unit where neither unit nor person is named'),
  userId: Id.optional().describe('Whom it flies, tests, asks or is assigned'),
  kind: z.enum(ITEM_KINDS).optional(),
})
  .refine(({ from, to }) => from < to, { error: 'must lie after from', path: ['to'] })
  .refine(({ from, to }) => Number(to) - Number(from) <= LONGEST_DAYS * DAY_MS, {
    error: `lies more than ${LONGEST_DAYS} days after from`,
    path: ['to'],
  });

export const MissionCalendarItem = z
  .object({
    id: Id,
    kind: z
      .enum(ITEM_KINDS)
      .describe('assistance_request: its deadline; assignment: the work that was assigned for one'),
    subjectId: Id.describe('What to open: the flight, the run or the request'),
    during: z.object({ from: InstantView, to: InstantView }).describe('A moment where it ends as it begins'),
    state: z.string().describe('Of the flight or request; the verdict of the run'),
    title: z.string(),
    unitId: Id,
    caseId: Id.nullable(),
    deviceId: Id.nullable(),
    userId: Id.nullable(),
  })
  .meta({ id: 'MissionCalendarItem' });

export const MissionCalendarPage = pageOf(MissionCalendarItem).meta({ id: 'MissionCalendarPage' });

export function toMissionCalendarItem({ from, to, ...row }: ItemRow): z.input<typeof MissionCalendarItem> {
  return { ...row, during: { from: from.toISOString(), to: to.toISOString() } };
}
