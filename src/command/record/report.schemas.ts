import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { SESSION_KINDS, SESSION_STATES } from '../sessions/session.rules.js';
import { WordsView } from './timeline.schemas.js';

const isOrdered = ({ from, to }: { readonly from?: Date; readonly to?: Date }): boolean => !from || !to || from < to;
const misordered = { path: ['to'], error: 'must lie after the beginning' };
const during = { from: Instant.optional().describe('At or after'), to: Instant.optional().describe('Before') };
const language = z.enum(['zh', 'en']).default('zh');

export const LogQuery = z.strictObject(during).refine(isOrdered, misordered);
export const LogPaperQuery = z.strictObject({ ...during, language }).refine(isOrdered, misordered);
export const PaperQuery = z.strictObject({ language });

const Line = z.object({ seq: z.int(), at: InstantView, by: z.string(), text: WordsView });
const Commander = z.object({ seq: z.int(), at: InstantView, userId: Id, name: z.string(), unitName: z.string() });

const Head = {
  sessionId: Id,
  title: z.string(),
  kind: z.enum(SESSION_KINDS),
  caseId: Id,
};

export const CommanderLogView = z
  .object({
    ...Head,
    period: z.object({ from: InstantView.nullable(), to: InstantView.nullable() }),
    upToSeq: z.int().describe('The last event of the record when it was drawn up'),
    commanders: z.array(Commander).describe('Who had command, from which event on'),
    people: z.array(
      z.object({
        seq: z.int(),
        name: z.string().nullable(),
        unitName: z.string().nullable(),
        role: z.string().nullable(),
      }),
    ),
    lines: z.array(Line),
    withheld: z.int().describe('Events of the whole record that are not meant for the caller'),
  })
  .meta({ id: 'CommanderLog' });

export const SitrepCreate = z
  .strictObject({
    summary: text(8_000).optional().describe('What the record cannot say: an assessment, what is intended'),
    reviewedBy: text(100).optional().describe('审核人'),
    documentNumber: text(100).optional().describe('文号, as the office gives it'),
  })
  .meta({ id: 'SituationReportCreate' });

const Person = z.object({ userId: Id, name: z.string(), unitName: z.string() });

export const SitrepContent = z.object({
  format: z.literal('skydocket-situation-report/1'),
  ...Head,
  number: z.int(),
  documentNumber: z.string().nullable(),
  period: z.object({ from: InstantView, to: InstantView }),
  sinceSeq: z.int().describe('The last event of the report before; 0 in the first'),
  upToSeq: z.int(),
  signedBy: Person.describe('签发人: who issued it'),
  reviewedBy: z.string().nullable(),
  summary: z.string().nullable(),
  state: z.enum(SESSION_STATES),
  commander: Commander.nullable(),
  figures: z.object({
    people: z.int(),
    ordersOpen: z.int(),
    ordersByState: z.record(z.string(), z.int()),
    evidence: z.int().describe('Items handed in under orders'),
    shapes: z.int(),
  }),
  ordersOpen: z.array(
    z.object({
      orderId: Id,
      issuedSeq: z.int(),
      seq: z.int(),
      issuedAt: InstantView,
      to: z.string().nullable(),
      text: z.string(),
      state: z.string(),
    }),
  ),
  changes: z.array(Line).describe('What was entered since the report before'),
  withheld: z.int().describe('Events since then that are not meant for everyone, and not in here'),
});

export const SitrepView = z
  .object({
    id: Id,
    sessionId: Id,
    number: z.int(),
    seq: z.int().describe('The event sitrep.issued'),
    sha256: z.string().describe('Of the canonical JSON (RFC 8785) of `content`, hex'),
    issuedAt: InstantView,
    content: SitrepContent,
  })
  .meta({ id: 'SituationReport' });

export const SitrepLine = SitrepView.omit({ content: true }).meta({ id: 'SituationReportLine' });
export const SitrepPage = pageOf(SitrepLine).meta({ id: 'SituationReportPage' });
export const SitrepQuery = PageQuery;
export const SitrepNumber = z.coerce.number().pipe(z.int().min(1).max(2_147_483_647));

export const BriefingView = z
  .object({
    at: InstantView,
    situation: z.object({
      seq: z.int(),
      caseId: Id,
      title: z.string(),
      kind: z.enum(SESSION_KINDS),
      state: z.enum(SESSION_STATES),
    }),
    ordersOpen: z.int(),
    orders: z.array(
      z.object({
        seq: z.int(),
        orderId: Id,
        text: z.string(),
        state: z.string(),
        ackDueAt: InstantView.nullable(),
        doneDueAt: InstantView.nullable(),
      }),
    ),
    people: z.array(
      z.object({
        seq: z.int().nullable(),
        userId: Id.nullable(),
        name: z.string().nullable(),
        unitName: z.string(),
        role: z.string().nullable(),
        presence: z.string(),
      }),
    ),
    events: z.array(Line).describe('The last that matter, the newest first'),
  })
  .meta({ id: 'SessionBriefing' });
