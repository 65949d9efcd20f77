import { z } from 'zod';
import { CAPACITIES, DEVICE_CATEGORIES, DRONE_CLASSES } from '../../equipment/index.js';
import { Id, Instant, InstantView } from '../../platform/index.js';

const MOST_CANDIDATES = 50;

export const DispatchQuery = z
  .strictObject({
    lon: z.coerce.number().min(-180).max(180),
    lat: z.coerce.number().min(-90).max(90),
    from: Instant,
    to: Instant,
    kindCode: z.string().min(1).max(50).optional(),
    limit: z.coerce.number().int().min(1).max(MOST_CANDIDATES).default(20),
  })
  .refine(({ from, to }) => from < to, { error: 'must lie after from', path: ['to'] });

const PersonView = z.object({
  userId: Id,
  name: z.string(),
  unitId: Id,
  unitName: z.string(),
  onDuty: z.boolean().describe('By the roster, when the period begins'),
  qualifications: z.array(z.object({ kind: z.string(), scope: z.string(), validUntil: z.iso.date().nullable() })),
});

const LotView = z.object({
  lotId: Id,
  kitCode: z.string(),
  lotNumber: z.string(),
  unitId: Id,
  usableUntil: z.iso.date(),
  available: z.int(),
});

export const DispatchCandidates = z
  .object({
    items: z.array(
      z.object({
        deviceId: Id,
        assetCode: z.string(),
        kindCode: z.string(),
        category: z.enum(DEVICE_CATEGORIES),
        droneClass: z.enum(DRONE_CLASSES).nullable(),
        unitId: Id,
        unitName: z.string(),
        distanceMetres: z.int().nullable().describe('From where it is kept; null: unknown'),
        battery: z
          .object({ percent: z.number(), at: InstantView })
          .nullable()
          .describe('As it last said; null: unknown'),
        calibration: z.object({ required: z.boolean(), dueOn: z.iso.date().nullable() }),
        loan: z.object({
          scope: z.string(),
          asksOwner: z.boolean().describe('The owner answers first: what is booked is requested until then'),
        }),
        capacity: z.enum(CAPACITIES).describe('In which somebody goes along'),
        people: z.array(PersonView).describe('Who can, of the owner first'),
        lots: z.array(LotView).describe('That feed it and last to the end of the period'),
      }),
    ),
    nextCursor: z.null(),
  })
  .meta({ id: 'DispatchCandidates' });
