import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { audienceSchema, words } from '../commands/payload-parts.js';

const seq = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const ids = z
  .array(Id)
  .min(1)
  .max(20)
  .refine((all) => new Set(all).size === all.length, 'names something twice');

/** What people say. `replyTo` and `seq` are numbers of lines said before. */
export const TALK_PAYLOADS = {
  'chat.say': z.strictObject({
    text: words(4_000),
    audience: audienceSchema.optional(),
    evidenceIds: ids.optional(),
    mentions: ids.optional(),
    replyTo: seq.optional(),
  }),
  'chat.promote': z.strictObject({ seq, note: words(1_000).optional() }),
} as const;
