import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { placeSchema } from '../commands/map-geometry.js';
import { reason, typedInstant, words } from '../commands/payload-parts.js';

const addresseeSchema = z.union([
  z.strictObject({ userId: Id }),
  z.strictObject({ unitId: Id }),
  z.strictObject({ deviceId: Id }),
]);
export type Addressee = z.infer<typeof addresseeSchema>;

const orderRef = z.strictObject({ orderId: Id, note: words(1_000).optional() });

const issue = z
  .strictObject({
    orderId: Id,
    to: addresseeSchema,
    text: words(4_000),
    place: placeSchema.optional(),
    featureId: Id.optional(),
    ackDueAt: typedInstant.optional(),
    doneDueAt: typedInstant.optional(),
  })
  .refine(({ ackDueAt, doneDueAt }) => !ackDueAt || !doneDueAt || Date.parse(ackDueAt) <= Date.parse(doneDueAt), {
    path: ['doneDueAt'],
    message: 'the work is due before its acknowledgement',
  })
  .refine(({ place, featureId }) => !place || !featureId, { path: ['featureId'], message: 'there is a place already' });

/** The life of an order, from its issue to its end. */
export const ORDER_PAYLOADS = {
  'order.issue': issue,
  'order.delivered': orderRef,
  'order.seen': orderRef,
  'order.acknowledge': orderRef,
  'order.enRoute': orderRef,
  'order.onScene': orderRef,
  'order.submit': orderRef.extend({ evidenceIds: z.array(Id).max(200).optional() }),
  'order.accept': orderRef,
  'order.return': z.strictObject({ orderId: Id, reason }),
  'order.cancel': z.strictObject({ orderId: Id, reason: reason.optional() }),
} as const;
