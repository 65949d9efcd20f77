import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { placeSchema } from '../commands/map-geometry.js';
import { reason, typedInstant, words } from '../commands/payload-parts.js';
import { INVITABLE_ROLES } from '../sessions/session-roles.js';
import { ORDER_PRIORITIES } from './order.rules.js';

const addresseeSchema = z.union([
  z.strictObject({ userId: Id }),
  z.strictObject({ unitId: Id }),
  z.strictObject({ deviceId: Id }),
  z.strictObject({ role: z.enum(INVITABLE_ROLES) }),
]);
export type Addressee = z.infer<typeof addresseeSchema>;

const orderRef = z.strictObject({ orderId: Id, note: words(1_000).optional() });

export const ORDER_DEADLINES = {
  priority: z.enum(ORDER_PRIORITIES).optional(),
  ackDueAt: typedInstant.optional(),
  arriveDueAt: typedInstant.optional(),
  doneDueAt: typedInstant.optional(),
  expires: z.boolean().optional(),
} as const;

interface Due {
  readonly ackDueAt?: string | undefined;
  readonly arriveDueAt?: string | undefined;
  readonly doneDueAt?: string | undefined;
  readonly expires?: boolean | undefined;
}

/** Deadlines follow one another, and what expires says when. */
export function inGoodOrder<T extends z.ZodType<Due>>(schema: T): T {
  return schema
    .refine(({ ackDueAt, arriveDueAt, doneDueAt }) => isInOrder([ackDueAt, arriveDueAt, doneDueAt]), {
      path: ['doneDueAt'],
      message: 'acknowledgement, arrival and work are due in this order',
    })
    .refine(({ expires, ackDueAt }) => !expires || ackDueAt !== undefined, {
      path: ['ackDueAt'],
      message: 'an order that expires says by when it is to be acknowledged',
    });
}

/** Everything that is asked of the recipient. */
const content = inGoodOrder(
  z
    .strictObject({
      orderId: Id,
      to: addresseeSchema,
      text: words(4_000),
      place: placeSchema.optional(),
      parentOrderId: Id.optional(),
      featureId: Id.optional(),
      ...ORDER_DEADLINES,
    })
    .refine(({ place, featureId }) => !place || !featureId, {
      path: ['featureId'],
      message: 'there is a place already',
    }),
);
export type OrderContent = z.infer<typeof content>;

const MOST_AT_ONCE = 100;
const ids = z.array(Id).max(MOST_AT_ONCE).optional();

/** The life of an order, from its issue to its end. */
export const ORDER_PAYLOADS = {
  'order.issue': z.union([content, z.strictObject({ orderId: Id }).describe('Issues a draft as it stands')]),
  'order.delivered': orderRef,
  'order.seen': orderRef,
  'order.acknowledge': orderRef,
  'order.enRoute': orderRef,
  'order.onScene': orderRef,
  'order.submit': orderRef.extend({
    evidenceIds: z.array(Id).max(200).optional(),
    flightIds: z.array(Id).max(50).optional(),
  }),
  'order.accept': orderRef,
  'order.return': z.strictObject({ orderId: Id, reason, doneDueAt: typedInstant.optional() }),
  'order.cancel': z.strictObject({ orderId: Id, reason: reason.optional() }),
  'order.draft': content,
  'order.reject': z.strictObject({ orderId: Id, reason }),
  'order.receive': z
    .strictObject({ delivered: ids, seen: ids })
    .refine(({ delivered = [], seen = [] }) => isCountWithin(delivered.length + seen.length), {
      path: ['seen'],
      message: `1 to ${MOST_AT_ONCE} receipts go together`,
    }),
  'order.linkFlight': z.strictObject({ orderId: Id, flightId: Id }),
} as const;

function isInOrder(instants: readonly (string | undefined)[]): boolean {
  const given = instants.flatMap((instant) => (instant === undefined ? [] : [Date.parse(instant)]));
  return given.every((instant, index) => index === 0 || (given[index - 1] ?? instant) <= instant);
}

function isCountWithin(count: number): boolean {
  return count > 0 && count <= MOST_AT_ONCE;
}
