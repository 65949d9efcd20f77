import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import { PRESENCE_STATES, SAID_STATES } from './presence.rules.js';

/** What a client says of itself in a session it has joined. */
export const PresenceInput = z.strictObject({ sessionId: Id, state: z.enum(SAID_STATES) });

export const PresenceView = z
  .object({ userId: Id, name: z.string(), state: z.enum(PRESENCE_STATES), lastSeenAt: InstantView })
  .meta({ id: 'SessionPresence' });
