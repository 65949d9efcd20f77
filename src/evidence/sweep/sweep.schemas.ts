import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { FINDING_KINDS, FINDING_STATES, SWEEP_OCCASIONS } from './sweep.codes.js';

const Digest = z.string().describe('Hex');

export const SweepView = z
  .object({
    id: Id,
    occasion: z.enum(SWEEP_OCCASIONS),
    beganAt: InstantView,
    endedAt: InstantView.nullable().describe('Null while it runs'),
    checked: z.number().describe('Originals read so far'),
    checkedBytes: z.number(),
    wrong: z.number().describe('Of them not as they should be, known ones among them'),
    untracked: z.number().describe('Bytes without a record; counted at the end'),
  })
  .meta({ id: 'IntegritySweep' });

export const FindingView = z
  .object({
    id: Id,
    sha256: Digest.describe('Of the original as it came; of bytes without a record the name they lie under'),
    kind: z.enum(FINDING_KINDS),
    state: z.enum(FINDING_STATES),
    found: z
      .object({ sha256: Digest, sm3: Digest, size: z.number() })
      .nullable()
      .describe('What is there; null where nothing is, or nothing that can be read'),
    foundAt: InstantView,
    seenAt: InstantView.describe('When it was seen last'),
    closedAt: InstantView.nullable(),
    reason: z.string().nullable().describe('In the words of whoever accepted it'),
  })
  .meta({ id: 'IntegrityFinding' });

export const FindingPage = pageOf(FindingView).meta({ id: 'IntegrityFindingPage' });

export const IntegrityView = z
  .object({
    running: SweepView.nullable(),
    last: SweepView.nullable().describe('The last one that came to its end'),
    originals: z.number(),
    neverChecked: z.number().describe('Originals that came since the last sweep began'),
    oldestCheckAt: InstantView.nullable().describe('No original was read longer ago; null while none was'),
    openFindings: z.record(z.enum(FINDING_KINDS), z.number()),
  })
  .meta({ id: 'Integrity' });

export const FindingQuery = PageQuery.extend({ state: z.enum(FINDING_STATES).optional() });

export const FindingAcceptance = z.strictObject({ reason: text(1_000) }).meta({ id: 'IntegrityFindingAcceptance' });

export const CheckView = z
  .object({
    itemId: Id,
    checkedAt: InstantView,
    outcome: z.enum(['intact', 'missing', 'changed', 'truncated', 'unreadable']),
    expected: z.object({ sha256: Digest, sm3: Digest, size: z.number() }),
    found: z.object({ sha256: Digest, sm3: Digest, size: z.number() }).nullable(),
  })
  .meta({ id: 'EvidenceCheck' });
