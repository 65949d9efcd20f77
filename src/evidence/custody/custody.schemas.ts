import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { CUSTODY_EVENTS } from '../evidence.codes.js';
import { CustodyEventView } from '../items/evidence.schemas.js';

const Kinds = z
  .string()
  .max(500)
  .transform((list) => list.split(','))
  .pipe(z.array(z.enum(CUSTODY_EVENTS)).min(1))
  .describe('Kinds of events, comma separated');

const During = {
  from: Instant.optional().describe('At or after'),
  to: Instant.optional().describe('Before'),
};

export const CustodyQuery = PageQuery.extend({
  ...During,
  events: Kinds.optional(),
  actorId: z.string().min(1).max(100).optional().describe('Whose deeds'),
});

export const CaseCustodyEventView = CustodyEventView.extend({ itemId: Id }).meta({ id: 'CaseCustodyEvent' });

export const CaseCustodyPage = pageOf(CaseCustodyEventView).meta({ id: 'CaseCustodyEventPage' });

export const ReportQuery = z.strictObject({ ...During, language: z.enum(['zh', 'en']).default('zh') });

export const LINKED_FILES = ['original', 'preview'] as const;

export const LinkMake = z
  .strictObject({ what: z.enum(LINKED_FILES).default('original') })
  .meta({ id: 'EvidenceLinkMake' });

export const LinkView = z
  .object({ url: z.string().describe('Path and query on this server'), expiresAt: InstantView })
  .meta({ id: 'EvidenceLink' });
