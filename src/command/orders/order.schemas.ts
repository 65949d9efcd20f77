import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, PositionView } from '../../platform/index.js';
import { EscalationView, TimerView } from '../escalation/escalation.schemas.js';
import { SESSION_ROLES } from '../sessions/session-roles.js';
import { ORDER_PRIORITIES, ORDER_STATES } from './order.rules.js';

export const OrderQuery = PageQuery.extend({
  sessionId: Id.optional().describe('All orders of a session; without it the orders that concern the caller'),
  state: z.enum(ORDER_STATES).optional(),
  priority: z.enum(ORDER_PRIORITIES).optional(),
  overdue: z.stringbool().default(false).describe('Only those that something was due of and is not done'),
  mine: z.stringbool().default(false).describe('Of a session: only the orders that concern the caller'),
});

const ReceiptView = z
  .object({
    recipientUserId: Id,
    responsible: z.boolean(),
    state: z.enum(ORDER_STATES),
    deliveredAt: InstantView.optional(),
    seenAt: InstantView.optional(),
    acknowledgedAt: InstantView.optional(),
    enRouteAt: InstantView.optional(),
    onSceneAt: InstantView.optional(),
    submittedAt: InstantView.optional(),
    rejectedAt: InstantView.optional(),
    rejectReason: z.string().optional(),
  })
  .meta({ id: 'OrderReceipt' });

export const OrderView = z
  .object({
    id: Id,
    sessionId: Id,
    to: z.object({
      userId: Id.optional(),
      unitId: Id.optional(),
      deviceId: Id.optional(),
      role: z.enum(SESSION_ROLES).optional(),
    }),
    text: z.string(),
    place: PositionView.optional(),
    priority: z.enum(ORDER_PRIORITIES),
    parentOrderId: Id.optional(),
    ackDueAt: InstantView.optional(),
    arriveDueAt: InstantView.optional(),
    doneDueAt: InstantView.optional(),
    expires: z.boolean().describe('Ends by itself when nobody has acknowledged it by ackDueAt'),
    state: z.enum(ORDER_STATES).describe('The responsible recipient’s'),
    evidenceIds: z.array(Id),
    flightIds: z.array(Id),
    bookingId: Id.optional().describe('What was booked together with it'),
    isIssued: z.boolean().describe('False for a draft: issuedBy, issuedSeq and issuedAt tell of the drafting then'),
    issuedBy: Id,
    issuedSeq: z.int(),
    issuedAt: InstantView,
    receipts: z.array(ReceiptView),
  })
  .meta({ id: 'Order' });

export const OrderPage = pageOf(OrderView);

export const OrderDetail = OrderView.extend({
  subOrders: z.array(OrderView).describe('What was ordered to carry it out, first the oldest'),
  escalations: z.array(EscalationView).describe('Who was told that something is overdue, in the order of the record'),
  timers: z.array(TimerView).describe('What is or was waited for'),
}).meta({ id: 'OrderDetail' });
