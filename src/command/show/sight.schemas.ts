import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import { SIGHT_KINDS, SIGHT_STATES } from './show.codes.js';

export const SightRequestView = z
  .object({
    id: Id,
    kind: z.enum(SIGHT_KINDS),
    state: z.enum(SIGHT_STATES),
    askedBy: Id,
    holderUserId: Id.nullable(),
    deviceId: Id.nullable(),
    untilAt: InstantView.nullable().describe('How long they consented to'),
    askedAt: InstantView,
  })
  .meta({ id: 'SightRequest' });
