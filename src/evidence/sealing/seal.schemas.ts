import { z } from 'zod';
import { Id, InstantView, text } from '../../platform/index.js';
import { EVIDENCE_STATES } from '../evidence.codes.js';
import { WordsView } from '../items/evidence.schemas.js';
import { asSeen, maySee, type ReaderSight } from '../items/item-sight.rules.js';
import { CorrectionView } from './correction.schemas.js';
import type { EvidenceSeal } from './evidence-seal.entity.js';
import { RULE_OUTCOMES, SEAL_REASONS, SEAL_RULES } from './seal.codes.js';
import type { RuleVerdict } from './seal.rules.js';

const EXPLANATIONS = z
  .array(z.strictObject({ rule: z.enum(SEAL_RULES), text: text(1_000) }))
  .max(SEAL_RULES.length)
  .refine((all) => new Set(all.map(({ rule }) => rule)).size === all.length, { error: 'explains a rule twice' });

const WISH = {
  reason: text(1_000).optional(),
  acknowledgeWarnings: z.array(z.enum(SEAL_RULES)).max(SEAL_RULES.length).default([]),
  explanations: EXPLANATIONS.default([]).describe('Why what a rule asks for is not there, where the rule takes that'),
};

export const SealCreate = z
  .strictObject({
    ...WISH,
    caseId: Id.optional().describe('Whose rules; else those of the case it was first put into'),
  })
  .prefault({})
  .meta({ id: 'SealCreate' });

export const CaseSealCreate = z
  .strictObject({
    ...WISH,
    evidenceIds: z
      .array(Id)
      .min(1)
      .max(500)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'names an item twice' })
      .optional()
      .describe('Absent: everything on the list that is not sealed, at most 500 at once'),
  })
  .prefault({})
  .meta({ id: 'CaseSealCreate' });

export const RuleVerdictView = z
  .object({
    rule: z.enum(SEAL_RULES),
    outcome: z.enum(RULE_OUTCOMES),
    reason: z.enum(SEAL_REASONS).nullable(),
    explanation: z.string().nullable(),
    articles: z
      .array(
        z.object({
          law: z.string(),
          article: z.string(),
          inForceFrom: z.string().nullable(),
          textRead: z.boolean().describe('False: the article is known by report only'),
        }),
      )
      .describe('The first decides whether it blocks; none: a rule of this service'),
    blocking: z.boolean().describe('Refuses the seal; others warn and want to be acknowledged'),
    explainable: z.boolean(),
    words: WordsView,
  })
  .meta({ id: 'SealRuleVerdict' });

export const SealView = z
  .object({
    id: Id,
    ruleSet: z.string(),
    acknowledged: z.array(z.enum(SEAL_RULES)),
    reason: z.string().nullable(),
    record: z
      .string()
      .nullable()
      .describe(
        'Canonical JSON (RFC 8785) of everything the item said then; null where the reader may not know all of it',
      ),
    recordSha256: z.string().describe('Hex; of the record in UTF-8'),
    sealedAt: InstantView,
    sealedBy: z.object({ id: Id, name: z.string() }),
  })
  .meta({ id: 'EvidenceSeal' });

export const SealStateView = z
  .object({
    evidenceId: Id,
    state: z.enum(EVIDENCE_STATES),
    ruleSet: z.string(),
    verdicts: z.array(RuleVerdictView).describe('Of a sealed item as they were then'),
    sealable: z.boolean().describe('Nothing blocks; warnings still want to be acknowledged'),
    seal: SealView.nullable(),
  })
  .meta({ id: 'EvidenceSealState' });

export const CaseSealView = z
  .object({
    sealed: z.number(),
    refused: z.number(),
    results: z.array(
      z.object({
        evidenceId: Id,
        outcome: z.enum(['sealed', 'already_sealed', 'unmet']),
        sealId: Id.nullable(),
        recordSha256: z.string().nullable(),
        unmet: z.array(RuleVerdictView),
      }),
    ),
  })
  .meta({ id: 'CaseSeal' });

export const CorrectionCreate = z
  .strictObject({
    text: text(5_000),
    field: text(100).optional().describe('What of the item it is about'),
    itemId: Id.optional().describe('The item that shows it better'),
  })
  .meta({ id: 'EvidenceCorrectionCreate' });

export const CorrectionList = z.object({ items: z.array(CorrectionView) }).meta({ id: 'EvidenceCorrectionList' });

export function toRuleVerdictView(verdict: RuleVerdict): z.input<typeof RuleVerdictView> {
  return { ...verdict, articles: [...verdict.articles] };
}

/** The sealed record as far as the reader may know it: all of it, or nothing. */
export function recordAsSeen(
  { record }: Pick<EvidenceSeal, 'record'>,
  sight: ReaderSight,
  at: readonly ['seal', 'record'] | readonly ['extra', 'sealedRecord'],
): string | null {
  if (record === null) return null;
  const { cases } = JSON.parse(record) as { readonly cases: readonly { readonly caseId: string }[] };
  const named = cases.map(({ caseId }) => caseId);
  const [area, field] = at;
  return maySee(area, field, sight, named) ? record : null;
}

export function toSealView(seal: EvidenceSeal, sight: ReaderSight): z.input<typeof SealView> {
  const { id, ruleSet, acknowledged, reason, recordSha256, sealedAt, sealedBy, sealer } = seal;
  const view = {
    id,
    ruleSet,
    acknowledged,
    reason,
    record: recordAsSeen(seal, sight, ['seal', 'record']),
    recordSha256,
    sealedAt: sealedAt.toISOString(),
    sealedBy: { id: sealedBy, name: sealer.name },
  };
  return asSeen('seal', view, sight);
}
