import { z } from 'zod';
import { Id } from '../../platform/index.js';

const BoundaryUnit = z.object({ adcode: z.string(), name: z.string(), unitId: Id.optional() });

/** Where a position lies. `unknown` outside every county we have a boundary of. */
export const PlaceView = z
  .object({
    state: z.enum(['known', 'unknown']),
    adcode: z.string().optional(),
    county: z.string().optional(),
    city: z.string().optional(),
    unitId: Id.optional(),
    nearBoundary: z.boolean(),
    neighbours: z.array(BoundaryUnit).describe('The other counties within 1 km of the edge'),
    inWords: z.object({ zh: z.string(), en: z.string() }).optional(),
    source: z.string().describe('Where the boundaries come from'),
  })
  .meta({ id: 'Place' });

export type PlaceViewInput = z.input<typeof PlaceView>;
