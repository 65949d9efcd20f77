import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { EvidenceBrief } from '../items/evidence.schemas.js';

export const CaseEvidenceAdd = z
  .strictObject({ evidenceId: Id, purpose: text(500).optional() })
  .meta({ id: 'CaseEvidenceAdd' });

export const CaseEvidenceView = z
  .object({
    caseId: Id,
    position: z.number().describe('Number in the list of evidence'),
    purpose: z.string().nullable(),
    attachedAt: InstantView,
    evidence: EvidenceBrief,
  })
  .meta({ id: 'CaseEvidence' });

export const CaseEvidencePage = pageOf(CaseEvidenceView).meta({ id: 'CaseEvidencePage' });

export const CaseEvidenceQuery = PageQuery;
