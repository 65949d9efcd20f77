import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { reason, typedInstant, words } from '../commands/payload-parts.js';

const asked = { requestId: Id, purpose: words(500) };
/** `type-subtype-gimbal` of a drone's camera. */
const payloadIndex = z.string().regex(/^\d{1,5}-\d{1,5}-\d{1,2}$/, 'type-subtype-gimbal, as 67-0-0');

/** Asking to be shown what somebody sees. `deviceId` of `show.request`: of whoever has it out now. */
export const SHOW_PAYLOADS = {
  'show.request': z.union([z.strictObject({ ...asked, userId: Id }), z.strictObject({ ...asked, deviceId: Id })]),
  'show.consent': z.strictObject({ requestId: Id, accept: z.boolean(), untilAt: typedInstant.optional() }),
  'show.stop': z.strictObject({ requestId: Id, reason: reason.optional() }),
  'photo.request': z.union([
    z.strictObject({ ...asked, userId: Id }),
    z.strictObject({ ...asked, deviceId: Id, payloadIndex }),
  ]),
  'photo.taken': z.strictObject({ requestId: Id, evidenceId: Id }),
  'still.promote': z.strictObject({ requestId: Id, at: typedInstant.optional() }),
} as const;
