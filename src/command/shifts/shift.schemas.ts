import { z } from 'zod';
import { DESKS, ShiftView, TIERS } from '../../identity/index.js';
import { ALERT_KINDS, FLYING_STATES } from '../../missions/index.js';
import { Id, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { AlarmView } from '../../telemetry/index.js';
import { DEADLINES, ORDER_PRIORITIES, ORDER_STATES } from '../orders/order.rules.js';
import { SESSION_KINDS, SESSION_STATES } from '../sessions/session.rules.js';
import { HANDOVER_STATES } from './shift.rules.js';

const Named = z.object({ id: Id, name: z.string() });

const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), more: z.boolean().describe('There are more than are listed') });

const ShiftSession = z.object({
  id: Id,
  title: z.string(),
  kind: z.enum(SESSION_KINDS),
  state: z.enum(SESSION_STATES),
  tier: z.enum(TIERS),
  unit: Named,
  commander: Named,
  scheduledFor: InstantView.nullable(),
  changedAt: InstantView,
  openOrders: z.int(),
  unsignedOrders: z.int(),
});

const ShiftOrder = z.object({
  id: Id,
  sessionId: Id,
  sessionTitle: z.string(),
  to: z.string().describe('Name of the person or unit, asset code of the device, or session role'),
  text: z.string(),
  priority: z.enum(ORDER_PRIORITIES),
  state: z.enum(ORDER_STATES),
  issuedAt: InstantView,
  due: z.enum(DEADLINES).nullable(),
  dueAt: InstantView.nullable(),
  waitingSeconds: z.int().describe('Since it was issued'),
});

const ShiftFlight = z.object({
  id: Id,
  assetCode: z.string(),
  unit: Named,
  pilot: Named.nullable(),
  state: z.enum(FLYING_STATES),
  takenOffAt: InstantView.nullable(),
  heardAirborneAt: InstantView.nullable().describe('null: only said to fly, the aircraft itself has not said so'),
  alerts: z.array(z.enum(ALERT_KINDS)),
});

const ShiftDevice = z.object({
  custodyId: Id,
  assetCode: z.string(),
  holder: Named,
  unit: Named,
  dueAt: InstantView,
});

export const ShiftBoardView = z
  .object({
    at: InstantView,
    unit: Named.describe('With all units below it'),
    duty: z.array(ShiftView).describe('Whoever is on the roster now'),
    sessions: listOf(ShiftSession),
    unsigned: listOf(ShiftOrder).describe('Orders that nobody has acknowledged, the longest waiting first'),
    overdue: listOf(ShiftOrder).describe('Orders of which something was due and has not come about'),
    airborne: listOf(ShiftFlight),
    late: listOf(ShiftDevice).describe('Devices still out after their time'),
    alarms: listOf(AlarmView).describe('Those that nobody has taken note of'),
  })
  .meta({ id: 'ShiftBoard' });

export const ShiftBoardQuery = z.strictObject({ unit: Id.optional().describe('The own unit where absent') });

export const ShiftOffer = z
  .strictObject({
    desk: z.enum(DESKS),
    toUserId: Id,
    remark: text(4_000).optional(),
  })
  .meta({ id: 'ShiftOffer' });

export const ShiftTaking = z
  .strictObject({ remark: text(4_000).optional() })
  .default({})
  .meta({ id: 'ShiftTaking' });
export const ShiftRefusal = z.strictObject({ reason: text(4_000) }).meta({ id: 'ShiftRefusal' });

export const ShiftHandoverQuery = PageQuery.extend({
  unit: Id.optional().describe('The own unit where absent; with all units below it'),
  state: z.enum(HANDOVER_STATES).optional(),
});

export const ShiftHandoverView = z
  .object({
    id: Id,
    unit: Named,
    desk: z.enum(DESKS),
    givenBy: Named,
    givenTo: Named,
    state: z.enum(HANDOVER_STATES),
    remark: z.string().nullable(),
    offeredAt: InstantView,
    endedAt: InstantView.nullable(),
    endRemark: z.string().nullable(),
    sheetSha256: z.string().describe('Of the canonical JSON of the sheet'),
  })
  .meta({ id: 'ShiftHandover' });

export const ShiftHandoverPage = pageOf(ShiftHandoverView).meta({ id: 'ShiftHandoverPage' });

export const ShiftHandoverDetail = ShiftHandoverView.extend({
  sheet: ShiftBoardView.describe('The board as it stood when the shift was offered'),
}).meta({ id: 'ShiftHandoverDetail' });

export const ShiftSheetQuery = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') });

export type ShiftBoard = z.input<typeof ShiftBoardView>;
