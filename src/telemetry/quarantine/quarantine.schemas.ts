import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { QUARANTINE_CODES, REPLAY_CODES, REPLAYABLE_CODES } from './quarantine.codes.js';

export const QuarantineQuery = PageQuery.extend({ code: z.enum(QUARANTINE_CODES).optional() });

export const QuarantineView = z
  .object({
    id: Id,
    receivedAt: InstantView.describe('When it came first'),
    lastReceivedAt: InstantView,
    times: z.number().describe('How often the same bytes came from the same sender for the same reason'),
    topic: z.string(),
    clientId: z.string().nullable(),
    username: z.string().nullable().describe('Null behind an external broker'),
    code: z.enum(QUARANTINE_CODES),
    detail: z.string(),
    sizeBytes: z.number(),
    sha256: z.string().describe('Of the whole message, hex'),
    replayedAt: InstantView.nullable().describe('When it was last read again'),
    replayCode: z.enum(REPLAY_CODES).nullable().describe('Why it could not be used then; null once it was taken'),
    preview: z.string().describe('The beginning of the message in readable form, without its secrets'),
  })
  .meta({ id: 'QuarantinedMessage' });

export const QuarantinePage = pageOf(QuarantineView).meta({ id: 'QuarantinePage' });

const MOST_AT_ONCE = 500;

export const ReplayRequest = z
  .strictObject({
    ids: z.array(Id).min(1).max(MOST_AT_ONCE).optional().describe('These messages'),
    code: z.enum(REPLAYABLE_CODES).optional().describe('Or those that wait for this reason, the longest waiting first'),
    limit: z.int().min(1).max(MOST_AT_ONCE).default(MOST_AT_ONCE),
  })
  .refine(({ ids, code }) => (ids === undefined) !== (code === undefined), {
    error: 'name either the messages or the reason',
  })
  .meta({ id: 'ReplayRequest' });

export const ReplayView = z
  .object({
    taken: z.int().describe('Messages that are frames or readings by now'),
    refused: z.array(z.object({ id: Id, code: z.enum(REPLAY_CODES) })).describe('What stays, and why'),
  })
  .describe('Of messages whose reason was settled when they came, and of those taken before, nothing is said')
  .meta({ id: 'Replay' });
