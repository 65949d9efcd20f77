import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, PositionView } from '../../platform/index.js';
import { ORDER_STATES } from './order.rules.js';

export const OrderQuery = PageQuery.extend({
  sessionId: Id.optional().describe('All orders of a session; without it the orders that concern the caller'),
  state: z.enum(ORDER_STATES).optional(),
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
  })
  .meta({ id: 'OrderReceipt' });

export const OrderView = z
  .object({
    id: Id,
    sessionId: Id,
    to: z.object({ userId: Id.optional(), unitId: Id.optional(), deviceId: Id.optional() }),
    text: z.string(),
    place: PositionView.optional(),
    ackDueAt: InstantView.optional(),
    doneDueAt: InstantView.optional(),
    state: z.enum(ORDER_STATES).describe('The responsible recipient’s'),
    evidenceIds: z.array(Id),
    issuedBy: Id,
    issuedSeq: z.int(),
    issuedAt: InstantView,
    receipts: z.array(ReceiptView),
  })
  .meta({ id: 'Order' });

export const OrderPage = pageOf(OrderView);
