import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { nothing, optionalReason, reason, words } from '../commands/payload-parts.js';
import { ASKABLE_ROLES, INVITABLE_ROLES } from './session-roles.js';

const role = z.enum(INVITABLE_ROLES).optional();
/** A deputy is made, not asked for. */
const askedRole = z.enum(ASKABLE_ROLES).optional();

/** Who takes part, who commands, and whether the session runs. */
export const SESSION_PAYLOADS = {
  'participant.invite': z.union([z.strictObject({ userId: Id, role }), z.strictObject({ unitId: Id, role })]),
  'participant.join': nothing,
  'participant.leave': optionalReason,
  'participant.request': z.strictObject({ role: askedRole, reason: reason.optional() }),
  'participant.admit': z.strictObject({ userId: Id, role }),
  'participant.decline': z.strictObject({ userId: Id, reason: reason.optional() }),
  'participant.pullIn': z.strictObject({ userId: Id, role, reason: reason.optional() }),
  'participant.setRole': z.strictObject({ userId: Id, role: z.enum(INVITABLE_ROLES) }),
  'participant.remove': z.strictObject({ userId: Id, reason }),
  'command.offer': z.strictObject({ toUserId: Id, briefing: words(8_000).optional() }),
  'command.accept': nothing,
  'command.takeOver': z.strictObject({ reason }),
  'command.decline': optionalReason,
  'command.assume': nothing,
  'session.open': optionalReason,
  'session.suspend': optionalReason,
  'session.resume': optionalReason,
  'session.close': optionalReason,
  'session.reopen': z.strictObject({ reason }),
  'session.archive': optionalReason,
} as const;
