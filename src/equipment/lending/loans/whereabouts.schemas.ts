import { z } from 'zod';
import { Id, InstantView, PositionView } from '../../../platform/index.js';
import { type Whereabouts, WHEREABOUTS_SOURCES } from './whereabouts.rules.js';

export const WhereaboutsView = z
  .object({
    place: z.object({
      unitId: Id.nullable().describe('The unit it is with; null on the road'),
      unitName: z.string().nullable(),
      position: PositionView.nullable().describe('The last place anybody told'),
    }),
    since: InstantView.nullable(),
    source: z.enum(WHEREABOUTS_SOURCES),
  })
  .meta({ id: 'Whereabouts' });

export function toWhereaboutsView(
  { source, since, unitId, position }: Whereabouts,
  nameOf: (unitId: string) => string,
): z.input<typeof WhereaboutsView> {
  const unitName = unitId === null ? null : nameOf(unitId);
  return { place: { unitId, unitName, position }, since: since?.toISOString() ?? null, source };
}
