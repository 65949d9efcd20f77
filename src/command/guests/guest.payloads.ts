import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { reason, typedInstant, words } from '../commands/payload-parts.js';

/** Who is let in from outside, and until when. */
export const GUEST_PAYLOADS = {
  'guest.invite': z.strictObject({
    name: words(100),
    organisation: words(200),
    purpose: words(1_000),
    expiresAt: typedInstant,
    maySpeak: z.boolean().optional(),
  }),
  'guest.revoke': z.strictObject({ guestId: Id, reason: reason.optional() }),
} as const;
