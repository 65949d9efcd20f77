import { z } from 'zod';
import { Id } from '../../platform/index.js';
import { mapGeometrySchema } from '../commands/map-geometry.js';
import { audienceSchema, reason, typedInstant, words } from '../commands/payload-parts.js';
import { PILOT_COLOURS } from '../pilot-map/pilot-map.rules.js';
import { LINE_STYLES, MAP_KINDS } from './map.codes.js';
import { shapeFault } from './map-shape.rules.js';

const version = z.int().min(1).max(2_147_483_647);

/** Half way round the earth and no further. */
const metres = z.number().positive().max(20_000_000);

export const radiiSchema = z.array(metres).min(1).max(10);
export const bearingSchema = z.strictObject({ degreesTrue: z.number().min(0).lt(360), lengthMetres: metres });
export const styleSchema = z.strictObject({
  line: z.enum(LINE_STYLES).optional(),
  widthPixels: z.int().min(1).max(20).optional(),
  fillOpacity: z.number().min(0).max(1).optional(),
});

const put = z
  .strictObject({
    featureId: Id,
    kind: z.enum(MAP_KINDS).optional(),
    geometry: mapGeometrySchema,
    radiiMetres: radiiSchema.optional(),
    bearing: bearingSchema.optional(),
    label: words(200).optional(),
    colour: z.enum(PILOT_COLOURS).optional(),
    style: styleSchema.optional(),
    audience: audienceSchema.optional(),
    expiresAt: typedInstant.optional(),
    baseVersion: version.optional(),
  })
  .superRefine((shape, context) => {
    const fault = shapeFault(shape);
    if (fault) context.addIssue({ code: 'custom', path: [fault.field], message: fault.message });
  });

/** What people draw. `baseVersion`: only if nobody has changed the shape since. */
export const MAP_PAYLOADS = {
  'map.put': put,
  'map.remove': z.strictObject({ featureId: Id, reason: reason.optional(), baseVersion: version.optional() }),
  'map.restore': z.strictObject({ featureId: Id, reason: reason.optional(), baseVersion: version.optional() }),
} as const;
