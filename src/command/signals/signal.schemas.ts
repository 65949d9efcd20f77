import { z } from 'zod';
import { type BoundingBox, parseBbox } from '../../geo/index.js';
import { Id } from '../../platform/index.js';
import { typedInstant } from '../commands/payload-parts.js';
import { placeSchema } from '../commands/map-geometry.js';

/** `[minLon, minLat, maxLon, maxLat]`, or the same as a text. */
const bbox = z.union([z.string().max(200), z.array(z.number()).length(4)]).transform((said, context): BoundingBox => {
  const parsed = parseBbox(typeof said === 'string' ? said : said.join(','));
  if (parsed.ok) return parsed.bbox;
  context.addIssue({ code: 'custom', message: parsed.code });
  return z.NEVER;
});

/** What a viewer of a session looks at; the next one replaces it. Without a box nothing that has a place is told. */
export const SignalView = z.strictObject({ sessionId: Id, bbox: bbox.optional() });

const { lon, lat } = placeSchema.shape;

export const SignalInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('position'),
    sessionId: Id,
    lon,
    lat,
    at: typedInstant,
    accuracyMetres: z.number().min(0).max(100_000).optional(),
    headingDegrees: z.number().min(0).max(360).optional(),
  }),
  z.strictObject({ kind: z.literal('stop'), sessionId: Id }).describe('Shares the position no longer'),
  z.strictObject({ kind: z.literal('cursor'), sessionId: Id, lon, lat }),
  z.strictObject({ kind: z.literal('typing'), sessionId: Id, on: z.boolean().default(true) }),
  z.strictObject({
    kind: z.literal('still'),
    sessionId: Id,
    requestId: Id,
    at: typedInstant,
    jpeg: z.base64().min(4),
  }),
]);
export type SignalInput = z.output<typeof SignalInput>;
