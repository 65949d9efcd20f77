import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { reason } from '../commands/payload-parts.js';
import { DEADLINES } from '../orders/order.rules.js';

const kind = z.enum(DEADLINES).optional().describe('Of this alone; all that is waited for where absent');

/** What those who direct do to the timers of an order. */
export const ESCALATION_PAYLOADS = {
  'order.snooze': z.strictObject({ orderId: Id, kind, minutes: z.int().min(1).max(60), reason }),
  'order.override': z
    .strictObject({
      orderId: Id,
      kind,
      stop: z.literal(true).optional(),
      level: z.int().min(1).max(10).optional(),
      reason,
    })
    .refine(({ stop, level }) => (stop === undefined) !== (level === undefined), {
      path: ['level'],
      message: 'either it stops or it goes on at a level',
    }),
} as const;
