import { z } from 'zod';
import { Day, Id, InstantView, pageOf, PageQuery, text } from '../../../../platform/index.js';
import { Drawing } from '../../../lending/custody/papers/signature.schemas.js';
import { DEVICE_CATEGORIES } from '../../../equipment.codes.js';
import type { StockTakeCounts, StockTakeRow } from '../stock-take-row.js';
import { SIGNER_ROLES, STOCK_TAKE_STATES } from '../stock-take.rules.js';

const MOST_UNITS = 200;
const MOST_ASSIGNEES = 100;
const Title = text(200);
const Assignees = z.array(Id).min(1).max(MOST_ASSIGNEES).describe('People of the unit or one below it');

export const StockTakeCreate = z
  .strictObject({
    title: Title,
    unitIds: z.array(Id).min(1).max(MOST_UNITS).optional().describe('Owners of what is counted; the own unit'),
    below: z.boolean().default(false).describe('Also the units below them'),
    kind: z.string().max(50).optional().describe('Kind code'),
    category: z.enum(DEVICE_CATEGORIES).optional(),
    parts: z.boolean().default(true).describe('Also what travels with other devices'),
    assigneeIds: Assignees.optional().describe('Oneself'),
    dueOn: Day.describe('Last day, in China'),
  })
  .meta({ id: 'StockTakeCreate' });

export const StockTakeChange = z
  .strictObject({ title: Title.optional(), assigneeIds: Assignees.optional(), dueOn: Day.optional() })
  .meta({ id: 'StockTakeChange' });

const Signed = z.strictObject({
  role: z.enum(SIGNER_ROLES),
  name: text(100).describe('Whoever signs'),
  drawing: Drawing,
});

export const StockTakeClose = z
  .strictObject({
    missing: z.int().min(0).describe('How many are missing, as shown to those who sign'),
    signatures: z.array(Signed).min(1).max(6),
    note: text(2_000).optional(),
  })
  .meta({ id: 'StockTakeClose' });

export const StockTakeCancel = z.strictObject({ reason: text(500) }).meta({ id: 'StockTakeCancel' });

export const LossCreate = z.strictObject({ deviceId: Id, reason: text(500) }).meta({ id: 'StockTakeLossCreate' });

export const CountsView = z.object({
  expected: z.int(),
  pending: z.int(),
  found: z.int(),
  out: z.int().describe('With a borrower, by the books'),
  missing: z.int(),
  unexpected: z.int().describe('Scanned and not to be there, of the list and beyond it'),
});

const PersonView = z.object({ id: Id, name: z.string() });

export const StockTakeView = z
  .object({
    id: Id,
    unitId: Id,
    unitName: z.string(),
    title: z.string(),
    unitIds: z.array(Id),
    kind: z.string().nullable(),
    category: z.enum(DEVICE_CATEGORIES).nullable(),
    parts: z.boolean(),
    state: z.enum(STOCK_TAKE_STATES),
    dueOn: z.iso.date(),
    overdue: z.boolean(),
    assignees: z.array(PersonView),
    openedBy: PersonView,
    openedAt: InstantView,
    endedBy: z.string().nullable(),
    endedAt: InstantView.nullable(),
    endingNote: z.string().nullable(),
    counts: CountsView,
    signatures: z.array(z.object({ role: z.enum(SIGNER_ROLES), name: z.string(), signedAt: InstantView })),
  })
  .meta({ id: 'StockTake' });

export const StockTakePage = pageOf(StockTakeView).meta({ id: 'StockTakePage' });

export const StockTakeQuery = PageQuery.extend({
  unit: Id.optional().describe('The unit that counts'),
  state: z.enum(STOCK_TAKE_STATES).optional(),
  mine: z.stringbool().default(false).describe('Those one counts for'),
});

export interface StockTakeSetting {
  readonly unitName: string;
  readonly counts: StockTakeCounts;
  /** Today in China. */
  readonly today: string;
}

export function toStockTakeView(row: StockTakeRow, setting: StockTakeSetting): z.input<typeof StockTakeView> {
  const { scope, unitIds, assignees, signatures, openedBy, openedByName, openedAt, endedByName, endedAt, ...rest } =
    row;
  return {
    ...rest,
    ...scope,
    unitName: setting.unitName,
    unitIds: [...unitIds],
    overdue: row.state === 'open' && row.dueOn < setting.today,
    assignees: [...assignees],
    openedBy: { id: openedBy, name: openedByName },
    openedAt: openedAt.toISOString(),
    endedBy: endedByName,
    endedAt: endedAt?.toISOString() ?? null,
    counts: setting.counts,
    signatures: signatures.map(({ signedAt, ...signed }) => ({
      ...signed,
      signedAt: new Date(signedAt).toISOString(),
    })),
  };
}
