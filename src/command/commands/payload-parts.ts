import { z } from 'zod';
import { Id, isKeepableInstant } from '../../platform/index.js';
import { TIERS_UPWARD } from '../sessions/session-roles.js';

/** NUL and lone surrogates can be neither stored as text nor hashed as UTF-8. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Plain text: kept exactly as typed, markup included, and never interpreted. At least one visible character. */
export const words = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.trim() !== '', 'the text is blank')
    .refine((value) => !UNSTORABLE.test(value), 'the text has a character that cannot be kept');

/** As typed: the record keeps the zone. */
export const typedInstant = z.iso
  .datetime({ offset: true })
  .refine((value) => isKeepableInstant(new Date(value)), 'the instant is off any calendar');

export const reason = words(1_000);
export const optionalReason = z.strictObject({ reason: reason.optional() });
export const nothing = z.strictObject({});

/** Who may read an event; the service fills in the speaker's own tier, unit and id. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ALL') }),
  z.strictObject({ kind: z.literal('TIER_AND_UP'), tier: z.enum(TIERS_UPWARD) }),
  z.strictObject({ kind: z.literal('ORG') }),
  z.strictObject({ kind: z.literal('DIRECT'), userIds: z.array(Id).min(1).max(50) }),
]);
export type Audience = z.infer<typeof audienceSchema>;
