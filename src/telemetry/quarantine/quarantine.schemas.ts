import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { QUARANTINE_CODES } from './quarantine.codes.js';

export const QuarantineQuery = PageQuery.extend({ code: z.enum(QUARANTINE_CODES).optional() });

export const QuarantineView = z
  .object({
    id: Id,
    receivedAt: InstantView,
    topic: z.string(),
    clientId: z.string().nullable(),
    username: z.string().nullable().describe('Null behind an external broker'),
    code: z.enum(QUARANTINE_CODES),
    detail: z.string(),
    sizeBytes: z.number(),
    sha256: z.string().describe('Of the whole message, hex'),
    preview: z.string().describe('The beginning of the message in readable form, without its secrets'),
  })
  .meta({ id: 'QuarantinedMessage' });

export const QuarantinePage = pageOf(QuarantineView).meta({ id: 'QuarantinePage' });
