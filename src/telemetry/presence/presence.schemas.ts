import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import type { PresenceChange } from './presence.repository.js';
import { PRESENCE_REASONS } from './presence.rules.js';

export const PresenceQuery = PageQuery;

export const PresenceChangeView = z
  .object({
    id: Id,
    online: z.boolean(),
    reason: z.enum(PRESENCE_REASONS),
    at: InstantView.describe('Offline: when it was last there; online: when it was there again'),
    recordedAt: InstantView,
  })
  .meta({ id: 'PresenceChange' });

export const PresencePage = pageOf(PresenceChangeView)
  .extend({
    deviceId: Id,
    online: z.boolean().nullable().describe('null: nothing was ever heard of it'),
    reason: z.enum(PRESENCE_REASONS).nullable(),
    since: InstantView.nullable(),
    known: z
      .enum(['by_lines_and_frames', 'by_frames'])
      .describe('An external broker does not tell who is connected: there only silence and what gateways say count'),
  })
  .meta({ id: 'DevicePresence' });

export function toChangeView({ at, recordedAt, ...same }: PresenceChange): z.input<typeof PresenceChangeView> {
  return { ...same, at: at.toISOString(), recordedAt: recordedAt.toISOString() };
}
