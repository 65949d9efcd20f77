import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { audienceSchema, typedInstant, words } from '../commands/payload-parts.js';

const seq = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const ids = z
  .array(Id)
  .min(1)
  .max(20)
  .refine((all) => new Set(all).size === all.length, 'names something twice');

export const REACHED_BY = ['telephone', 'radio', 'in_person'] as const;
export const REACH_OUTCOMES = ['reached', 'no_answer'] as const;

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
  'log.note': z.strictObject({
    text: words(4_000),
    happenedAt: typedInstant.describe('When it happened, as whoever writes it down knows'),
    reached: z
      .strictObject({ userId: Id, by: z.enum(REACHED_BY), outcome: z.enum(REACH_OUTCOMES) })
      .optional()
      .describe('That somebody was called beside the system, and whether they answered'),
    orderId: Id.optional().describe('What it is about'),
  }),
} as const;
