import { z } from 'zod';
import { Id, InstantView, text } from '../../platform/index.js';
import type { EvidencePair } from './evidence-pair.entity.js';

export const PairCreate = z
  .strictObject({ beforeItemId: Id, afterItemId: Id, note: text(1_000).optional() })
  .meta({ id: 'EvidencePairCreate' });

const ComparisonView = z.object({
  daysApart: z.number(),
  distanceMetres: z.number().nullable().describe('Between the claimed positions; null: not both are known'),
  headingDifferenceDegrees: z.number().nullable().describe('Of the cameras; null: not both are known'),
});

export const PairView = z
  .object({
    id: Id,
    beforeItemId: Id,
    afterItemId: Id,
    note: z.string().nullable(),
    comparison: ComparisonView,
    pairedAt: InstantView,
    pairedBy: z.object({ id: Id, name: z.string() }),
  })
  .meta({ id: 'EvidencePair' });

export const PairList = z.object({ items: z.array(PairView) }).meta({ id: 'EvidencePairList' });

export const SuggestionQuery = z.strictObject({
  withinMetres: z.coerce.number().min(1).max(500).default(30),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const SuggestionList = z
  .object({ items: z.array(z.object({ beforeItemId: Id, afterItemId: Id, comparison: ComparisonView })) })
  .meta({ id: 'EvidencePairSuggestionList' });

export function toPairView(pair: EvidencePair): z.input<typeof PairView> {
  const { id, beforeItemId, afterItemId, note, comparison, pairedAt, pairedBy, pairedByName } = pair;
  return {
    id,
    beforeItemId,
    afterItemId,
    note,
    comparison,
    pairedAt: pairedAt.toISOString(),
    pairedBy: { id: pairedBy, name: pairedByName },
  };
}
