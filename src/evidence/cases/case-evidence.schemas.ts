import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { EvidenceBrief } from '../items/evidence.schemas.js';
import type { CaseEvidenceDetachment } from './case-evidence-detachment.entity.js';

export const CaseEvidenceAdd = z
  .strictObject({ evidenceId: Id, purpose: text(500).optional() })
  .meta({ id: 'CaseEvidenceAdd' });

export const CaseEvidenceView = z
  .object({
    caseId: Id,
    position: z.number().describe('Number in the list of evidence: of the exhibit'),
    purpose: z.string().nullable(),
    attachedAt: InstantView,
    evidence: EvidenceBrief,
  })
  .meta({ id: 'CaseEvidence' });

export const CaseEvidencePage = pageOf(CaseEvidenceView).meta({ id: 'CaseEvidencePage' });

export const CaseEvidenceQuery = PageQuery;

export const CaseEvidenceOrder = z
  .strictObject({
    evidenceIds: z.array(Id).min(1).max(5_000).describe('Every item of the list once, in its new order'),
  })
  .refine(({ evidenceIds }) => new Set(evidenceIds).size === evidenceIds.length, { error: 'names an item twice' })
  .meta({ id: 'CaseEvidenceOrder' });

export const CaseEvidenceOrdered = z
  .object({ items: z.array(z.object({ evidenceId: Id, position: z.number() })) })
  .meta({ id: 'CaseEvidenceOrdered' });

export const CaseEvidenceDetach = z.strictObject({ reason: text(500) }).meta({ id: 'CaseEvidenceDetach' });

export const DetachmentView = z
  .object({
    evidenceId: Id,
    position: z.number().describe('The number it had'),
    purpose: z.string().nullable(),
    attachedAt: InstantView,
    reason: z.string(),
    detachedAt: InstantView,
    detachedBy: z.object({ id: Id, name: z.string().describe('As the person was called then') }),
  })
  .meta({ id: 'CaseEvidenceDetachment' });

export const DetachmentList = z.object({ items: z.array(DetachmentView) }).meta({ id: 'CaseEvidenceDetachmentList' });

export function toDetachmentView(row: CaseEvidenceDetachment): z.input<typeof DetachmentView> {
  const { itemId, position, purpose, attachedAt, reason, detachedAt, detachedBy, detachedByName } = row;
  return {
    evidenceId: itemId,
    position,
    purpose,
    attachedAt: attachedAt.toISOString(),
    reason,
    detachedAt: detachedAt.toISOString(),
    detachedBy: { id: detachedBy, name: detachedByName },
  };
}
