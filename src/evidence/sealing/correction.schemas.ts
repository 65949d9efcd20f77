import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import type { EvidenceCorrection } from './evidence-correction.entity.js';
import type { EvidenceSeal } from './evidence-seal.entity.js';

export const CorrectionView = z
  .object({
    id: Id,
    field: z.string().nullable(),
    text: z.string(),
    itemId: Id.nullable(),
    correctedAt: InstantView,
    correctedBy: z.object({ id: Id, name: z.string() }),
  })
  .meta({ id: 'EvidenceCorrection' });

/** A seal as the item's page shows it. */
export const SealBrief = z.object({
  id: Id,
  ruleSet: z.string(),
  recordSha256: z.string(),
  sealedAt: InstantView,
  sealedBy: z.object({ id: Id, name: z.string() }),
});

export function toCorrectionView(correction: EvidenceCorrection): z.input<typeof CorrectionView> {
  const { id, field, text, byItemId, correctedAt, correctedBy, corrector } = correction;
  return {
    id,
    field,
    text,
    itemId: byItemId,
    correctedAt: correctedAt.toISOString(),
    correctedBy: { id: correctedBy, name: corrector.name },
  };
}

export function toSealBrief(seal: EvidenceSeal): z.input<typeof SealBrief> {
  const { id, ruleSet, recordSha256, sealedAt, sealedBy, sealer } = seal;
  return { id, ruleSet, recordSha256, sealedAt: sealedAt.toISOString(), sealedBy: { id: sealedBy, name: sealer.name } };
}
