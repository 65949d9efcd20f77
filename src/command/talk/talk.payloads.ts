import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { mapGeometrySchema } from '../commands/map-geometry.js';
import { audienceSchema, reason, words } from '../commands/payload-parts.js';
import { PILOT_COLOURS } from '../pilot-map/pilot-map.rules.js';

/** What people say and draw. */
export const TALK_PAYLOADS = {
  'chat.say': z.strictObject({ text: words(4_000), audience: audienceSchema.optional() }),
  'map.put': z.strictObject({
    featureId: Id,
    geometry: mapGeometrySchema,
    label: words(200).optional(),
    colour: z.enum(PILOT_COLOURS).optional(),
  }),
  'map.remove': z.strictObject({ featureId: Id, reason: reason.optional() }),
} as const;
