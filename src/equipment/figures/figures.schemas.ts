import { z } from 'zod';
import { Id, Instant, InstantView, pageOf, PeriodView } from '../../platform/index.js';
import { GROUPINGS } from './figures.repository.js';

const LONGEST_DAYS = 3 * 366;
const DAY_MS = 86_400_000;

const chosen = {
  unit: Id.optional().describe('Owner'),
  below: z.stringbool().default(true).describe('With unit: also the units below it'),
  kind: z.string().max(50).optional().describe('Kind code'),
};

export const UtilisationQuery = z
  .strictObject({ by: z.enum(GROUPINGS).default('kind'), from: Instant, to: Instant, ...chosen })
  .refine(({ from, to }) => from < to, { error: 'must lie after from', path: ['to'] })
  // Also asked of a query that has other faults: its bounds may be no dates.
  .refine(({ from, to }) => Number(to) - Number(from) <= LONGEST_DAYS * DAY_MS, {
    error: 'lies more than three years after from',
    path: ['to'],
  });

const UtilisationItem = z.object({
  group: z.string().describe('Kind code, category, or unit id'),
  name: z.string(),
  devices: z.int().describe('Registered now, of whatever state'),
  inService: z.int(),
  bookings: z.int(),
  bookedHours: z.number(),
  outHours: z.number().describe('Signed for; what is still out counts to now'),
  utilisation: z.number().describe('Hours out over all hours of the period and its devices, by the calendar'),
  bookedShare: z.number(),
  unused: z.int().describe('Devices that nobody had in the period'),
});

export const UtilisationView = z
  .object({ during: PeriodView, items: z.array(UtilisationItem), total: UtilisationItem })
  .meta({ id: 'Utilisation' });

export const ActivityView = z
  .object({
    id: Id,
    at: InstantView,
    action: z.string(),
    by: z.string().nullable().describe('As they were called then; null for the service itself'),
    unit: z.string().nullable(),
  })
  .meta({ id: 'Activity' });

export const ActivityPage = pageOf(ActivityView).meta({ id: 'ActivityPage' });

export const IdleQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(3_660).default(90),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  ...chosen,
});

export const IdleView = z
  .object({
    since: InstantView,
    items: z.array(
      z.object({
        id: Id,
        assetCode: z.string(),
        kindCode: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        unitId: Id,
        unitName: z.string(),
        lastUsedAt: InstantView.nullable().describe('Null: it never left'),
      }),
    ),
  })
  .meta({ id: 'IdleDevices' });
