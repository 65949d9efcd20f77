import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { EvidenceBrief } from '../items/evidence.schemas.js';
import { REMOVAL_STATES } from './evidence-removal.entity.js';

const Reason = text(1_000);
const PersonView = z.object({ id: Id, name: z.string() });

export const HoldPlace = z
  .strictObject({
    caseId: Id.optional(),
    itemId: Id.optional(),
    reason: Reason,
    until: Instant.optional().describe('Ends by itself then; absent: until it is released'),
  })
  .refine(({ caseId, itemId }) => (caseId === undefined) !== (itemId === undefined), {
    error: 'must name a case or an item, and not both',
  })
  .meta({ id: 'LegalHoldPlace' });

export const HoldQuery = z
  .strictObject({ caseId: Id.optional(), itemId: Id.optional() })
  .refine(({ caseId, itemId }) => (caseId === undefined) !== (itemId === undefined), {
    error: 'must name a case or an item, and not both',
  });

export const HoldRelease = z.strictObject({ reason: Reason }).meta({ id: 'LegalHoldRelease' });

export const HoldView = z
  .object({
    id: Id,
    caseId: Id.nullable(),
    itemId: Id.nullable(),
    reason: z.string(),
    until: InstantView.nullable(),
    placedBy: Id,
    placedAt: InstantView,
    state: z.enum(['in_force', 'ended', 'released']),
    release: z.object({ reason: z.string(), releasedBy: Id, releasedAt: InstantView }).nullable(),
  })
  .meta({ id: 'LegalHold' });

export const HoldList = z.object({ items: z.array(HoldView), nextCursor: z.null() }).meta({ id: 'LegalHoldList' });

export const PolicyMake = z
  .strictObject({
    domain: text(100).optional().describe('Of the case; absent: all domains that have no policy of their own'),
    keepMonths: z.number().int().min(1).max(1_200).describe('After the case was closed'),
    includesSealed: z.boolean().default(false),
    basis: Reason.describe('What it rests on: article, rule, decision'),
    validFrom: Instant.optional().describe('Absent: at once'),
  })
  .meta({ id: 'RetentionPolicyMake' });

export const PolicyView = z
  .object({
    id: Id,
    domain: z.string().nullable(),
    keepMonths: z.number(),
    includesSealed: z.boolean(),
    basis: z.string(),
    validFrom: InstantView,
    madeBy: Id,
    madeAt: InstantView,
    endedAt: InstantView.nullable(),
  })
  .meta({ id: 'RetentionPolicy' });

export const PolicyList = z
  .object({ items: z.array(PolicyView), nextCursor: z.null() })
  .meta({ id: 'RetentionPolicyList' });

export const DueView = z
  .object({ evidence: EvidenceBrief, dueAt: InstantView, policyId: Id })
  .meta({ id: 'EvidenceDueForRemoval' });

export const DuePage = pageOf(DueView).meta({ id: 'EvidenceDueForRemovalPage' });

export const DueQuery = PageQuery;

export const RemovalPropose = z.strictObject({ itemId: Id, reason: Reason }).meta({ id: 'EvidenceRemovalPropose' });

export const RemovalDecide = z.strictObject({ reason: Reason }).meta({ id: 'EvidenceRemovalDecide' });

export const RemovalView = z
  .object({
    id: Id,
    itemId: Id,
    state: z.enum(REMOVAL_STATES),
    reason: z.string(),
    policyId: Id,
    dueAt: InstantView.describe('When the longest period of its cases was over'),
    proposedBy: PersonView,
    proposedAt: InstantView,
    decidedBy: PersonView.nullable(),
    decidedAt: InstantView.nullable(),
    decisionReason: z.string().nullable(),
    item: z
      .object({
        kind: z.string(),
        sha256: z.string(),
        sm3: z.string(),
        size: z.number(),
        mediaType: z.string(),
        receivedAt: InstantView,
      })
      .describe('What stays known of the item once it is removed'),
  })
  .meta({ id: 'EvidenceRemoval' });

export const RemovalPage = pageOf(RemovalView).meta({ id: 'EvidenceRemovalPage' });

export const RemovalQuery = PageQuery.extend({ itemId: Id.optional() });
