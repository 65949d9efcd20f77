import { z } from 'zod';
import { Day, Id, SPREADSHEET_FORMS } from '../../platform/index.js';
import { SESSION_KINDS, SESSION_STATES } from '../sessions/session.rules.js';
import { COUNT_GROUPS } from './count.codes.js';

const LONGEST_DAYS = 3_660;

const asked = {
  from: Day.describe('First day, of China'),
  to: Day.describe('The day after the last, of China'),
  unit: Id.optional().describe('With the units below it; the caller’s own without it'),
  by: z.enum(COUNT_GROUPS).default('tier'),
};
const DAY_MS = 86_400_000;
/** Also asked of what is no day: then neither more nor less. */
const isPeriod = ({ from, to }: { readonly from: string; readonly to: string }): boolean => {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return days > 0 && days <= LONGEST_DAYS;
};
const misfit = { path: ['to'], error: `must lie after the beginning, at most ${LONGEST_DAYS} days` };

export const CountQuery = z.strictObject(asked).refine(isPeriod, misfit);
export const CountFileQuery = z
  .strictObject({ ...asked, f: z.enum(SPREADSHEET_FORMS).default('csv') })
  .refine(isPeriod, misfit);

const count = z.int();
const Durations = {
  n: count.describe('Of how many the time is known'),
  medianSeconds: z.number().nullable().describe('null: unknown, because it is known of none'),
  p90Seconds: z.number().nullable(),
  implausible: count.describe('Reported before the order was issued; counts in no figure'),
};

export const CountRow = z
  .object({
    key: z.string().describe('A tier, the id of a unit, or a month of China (YYYY-MM)'),
    name: z.string(),
    sessions: z.object({
      total: count,
      byKind: z.record(
        z.enum(SESSION_KINDS),
        z.object({ total: count, byState: z.record(z.enum(SESSION_STATES), count) }),
      ),
    }),
    orders: z.object({
      issued: count,
      remote: count.describe('Issued by another unit than the recipient’s: of another tier or another place'),
      local: count,
      unknown: count.describe('Of which the one unit or the other is not known'),
    }),
    acknowledge: z.object({
      ...Durations,
      unanswered: count,
      withdrawn: count.describe('Cancelled or rejected before anybody acknowledged'),
    }),
    arrive: z.object({ ...Durations, notReported: count.describe('Acknowledged, and no arrival was reported') }),
  })
  .meta({ id: 'CommandCountRow' });

export const CommandCounts = z
  .object({
    from: z.string(),
    to: z.string(),
    zone: z.literal('Asia/Shanghai'),
    unitId: Id,
    unitName: z.string(),
    by: z.enum(COUNT_GROUPS),
    total: CountRow,
    rows: z.array(CountRow),
  })
  .meta({ id: 'CommandCounts' });
