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

const utilisationFields = { by: z.enum(GROUPINGS).default('kind'), from: Instant, to: Instant, ...chosen };

interface Bounds {
  readonly from: Date;
  readonly to: Date;
}
const isForward = ({ from, to }: Bounds): boolean => from < to;
const NOT_FORWARD = { error: 'must lie after from', path: ['to'] };
// Also asked of a query that has other faults: its bounds may be no dates.
const isShort = ({ from, to }: Bounds): boolean => Number(to) - Number(from) <= LONGEST_DAYS * DAY_MS;
const TOO_LONG = { error: 'lies more than three years after from', path: ['to'] };

export const UtilisationQuery = z
  .strictObject(utilisationFields)
  .refine(isForward, NOT_FORWARD)
  .refine(isShort, TOO_LONG);

export const UtilisationFileQuery = z
  .strictObject({
    ...utilisationFields,
    f: z.enum(['xlsx', 'pdf']).default('xlsx'),
    language: z.enum(['zh', 'en']).default('zh'),
  })
  .refine(isForward, NOT_FORWARD)
  .refine(isShort, TOO_LONG);

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
    subject: z.object({ kind: z.string(), id: z.string() }).nullable().describe('What it was done to'),
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
