import { z } from 'zod';
import { Day, Id, Instant, InstantView, pageOf, PageQuery, text } from '../../../platform/index.js';
import { LOT_MOVEMENT_CATEGORIES } from '../../equipment.codes.js';
import { Attributes } from '../../register/registry/attribute-schema.js';
import { KitCode } from './lot.schemas.js';
import type { LotMovement } from './lot.entity.js';
import { REASONED_MOVEMENTS, WRITTEN_MOVEMENTS } from './lot.rules.js';

const MOST_AT_ONCE = 100_000;

export const LotCreate = z
  .strictObject({
    kitCode: KitCode,
    unitId: Id.optional().describe('One’s own where absent'),
    lotNumber: text(60),
    expiresOn: Day.describe('Last usable day in China'),
    receivedOn: Day.optional().describe('Date in China; today where absent'),
    quantity: z.int().min(1).max(MOST_AT_ONCE),
    costCategory: text(50).optional().describe('What the unit books the cost under'),
    attributes: Attributes.default({}).describe('As the kit wants them'),
  })
  .refine(({ receivedOn, expiresOn }) => receivedOn === undefined || receivedOn <= expiresOn, {
    error: 'must not lie before receivedOn',
    path: ['expiresOn'],
  })
  .meta({ id: 'LotCreate' });

export const LotOpen = z
  .strictObject({ openedAt: Instant.optional().describe('Now where absent') })
  .meta({ id: 'LotOpen' });

export const MovementCreate = z
  .strictObject({
    category: z.enum(WRITTEN_MOVEMENTS),
    quantity: z
      .int()
      .min(-MOST_AT_ONCE)
      .max(MOST_AT_ONCE)
      .describe('How many pieces; negative only for an adjustment downwards'),
    reason: text(500).optional(),
  })
  .refine(({ category, quantity }) => (category === 'adjustment' ? quantity !== 0 : quantity > 0), {
    error: 'must be above 0; only an adjustment may go below',
    path: ['quantity'],
  })
  .refine(({ category, reason }) => reason !== undefined || !REASONED_MOVEMENTS.includes(category), {
    error: 'is needed for an adjustment, a loss and a damage',
    path: ['reason'],
  })
  .meta({ id: 'LotMovementCreate' });

export const MovementView = z
  .object({
    id: Id,
    category: z.enum(LOT_MOVEMENT_CATEGORIES),
    quantity: z.int().describe('Signed: what it did to the stock'),
    balanceAfter: z.int(),
    bookingId: Id.nullable(),
    by: z.object({ id: Id, name: z.string() }).nullable().describe('Null for what the service itself put in'),
    reason: z.string().nullable(),
    at: InstantView,
  })
  .meta({ id: 'LotMovement' });

export const MovementPage = pageOf(MovementView).meta({ id: 'LotMovementPage' });

export const MovementQuery = PageQuery;

export const MinimumChange = z
  .strictObject({
    kitCode: KitCode,
    unitId: Id.optional().describe('One’s own where absent'),
    minimum: z.int().min(1).max(MOST_AT_ONCE).nullable().describe('Null: the unit is never low on it'),
  })
  .meta({ id: 'KitMinimumChange' });

export const MinimumView = z
  .object({ kitCode: z.string(), unitId: Id, minimum: z.int().nullable() })
  .meta({ id: 'KitMinimum' });

export function toMovementView(
  movement: LotMovement,
  names: ReadonlyMap<string, string>,
): z.input<typeof MovementView> {
  const { id, category, quantity, balanceAfter, bookingId, actorId, note, at } = movement;
  const by = actorId === null ? null : { id: actorId, name: names.get(actorId) ?? '' };
  return { id, category, quantity, balanceAfter, bookingId, by, reason: note, at: at.toISOString() };
}
