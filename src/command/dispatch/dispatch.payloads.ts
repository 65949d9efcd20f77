import { z } from 'zod';
import { CAPACITIES } from '../../equipment/index.js';
import { Id } from '../../platform/index.js';
import { placeSchema } from '../commands/map-geometry.js';
import { typedInstant, words } from '../commands/payload-parts.js';
import { inGoodOrder, ORDER_DEADLINES } from '../orders/order.payloads.js';

/** Somebody is sent with a device: order, booking and, where its owner is asked, the request for it are one. */
export const DISPATCH_PAYLOADS = {
  'dispatch.confirm': inGoodOrder(
    z.strictObject({
      orderId: Id,
      deviceId: Id,
      userId: Id.describe('Who goes, and whom the order is for'),
      capacity: z.enum(CAPACITIES),
      during: z.strictObject({ from: typedInstant, to: typedInstant }),
      lots: z
        .array(z.strictObject({ lotId: Id, quantity: z.int().min(1).max(100_000) }))
        .max(20)
        .refine((lots) => new Set(lots.map(({ lotId }) => lotId)).size === lots.length, 'names a lot twice')
        .optional(),
      text: words(4_000),
      place: placeSchema,
      ...ORDER_DEADLINES,
    }),
  ),
} as const;
