import { z } from 'zod';
import { Id, Instant } from '../../../platform/index.js';
import type { Judged } from './crew-judge.service.js';
import { CAPACITIES, CREW_REFUSALS } from './crew.rules.js';

export const CrewWishes = z
  .array(z.strictObject({ capacity: z.enum(CAPACITIES), userId: Id.optional() }))
  .max(20)
  .refine(
    (wishes) => {
      const named = wishes.flatMap(({ userId }) => userId ?? []);
      return new Set(named).size === named.length;
    },
    { error: 'names a person twice' },
  )
  .describe('Who goes along; without userId: anybody who can, of the nearest unit');

export const BookedPeople = z.array(z.object({ id: Id, name: z.string(), capacity: z.enum(CAPACITIES) }));

export const CrewQuery = z
  .strictObject({
    capacity: z.enum(CAPACITIES),
    from: Instant,
    to: Instant,
    deviceId: Id.optional().describe('What they would operate'),
  })
  .refine(({ from, to }) => from < to, { error: 'must lie after from', path: ['to'] });

export const CrewView = z
  .object({
    items: z.array(
      z.object({
        id: Id,
        name: z.string(),
        unitId: Id,
        unitName: z.string(),
        free: z.boolean(),
        refusal: z
          .object({ code: z.enum(CREW_REFUSALS), needs: z.string().optional(), validUntil: z.iso.date().optional() })
          .nullable(),
      }),
    ),
    nextCursor: z.null(),
  })
  .meta({ id: 'Crew' });

export function toCrewItem({ person, refusal }: Judged, unitName: string): z.input<typeof CrewView>['items'][number] {
  const { id, displayName: name, unitId } = person;
  return {
    id,
    name,
    unitId,
    unitName,
    free: refusal === null,
    refusal: refusal && { code: refusal.code, needs: refusal.needs, validUntil: refusal.validUntil },
  };
}
