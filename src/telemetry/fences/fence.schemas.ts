import { z } from 'zod';
import { Id, Instant, InstantView, PageQuery, pageOf, PositionView, text } from '../../platform/index.js';
import { PolygonInput } from '../../missions/index.js';
import type { Fence } from './fence.types.js';

const Metres = z.number().min(0).max(10_000);
const LARGEST_RADIUS_METRES = 100_000;
export const MOST_NAMED = 200;

const CircleInput = z
  .strictObject({
    centre: z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-85).max(85) }),
    radiusMetres: z.number().min(5).max(LARGEST_RADIUS_METRES),
  })
  .meta({ id: 'FenceCircle' });

const Drawn = {
  name: text(200),
  polygon: PolygonInput.optional(),
  circle: CircleInput.optional(),
  lowerMetres: Metres.default(0).describe('Held against the height above the take-off point, as over level ground'),
  upperMetres: Metres.nullable().default(null).describe('null: every height'),
  during: z.strictObject({ from: Instant.optional(), to: Instant.optional() }).default({}).describe('Absent end: open'),
  deviceIds: z.array(Id).max(MOST_NAMED).default([]).describe('With kindCodes empty too: every device one sees'),
  kindCodes: z.array(text(64)).max(MOST_NAMED).default([]),
  tellsEnter: z.boolean().default(true),
  tellsLeave: z.boolean().default(true),
  dwellMinutes: z.int().min(1).max(1_440).nullable().default(null).describe('null: nobody is told how long one stays'),
};

export const FenceCreate = z
  .strictObject({
    ...Drawn,
    caseId: Id.nullable().default(null).describe('Also about devices that are out for this case'),
    sessionId: Id.nullable().default(null).describe('Drawn for this session, whose members see it; it has to end'),
  })
  .meta({ id: 'FenceCreate' });

export const FenceChange = z
  .strictObject({ ...Drawn, version: z.int().min(1).describe('The version that was changed') })
  .meta({ id: 'FenceChange' });

export const FenceEnd = z.strictObject({ reason: text(1_000) }).meta({ id: 'FenceEnd' });

export const FenceQuery = PageQuery.extend({
  ended: z.stringbool().default(false).describe('Also fences that have ended'),
});

export const FenceView = z
  .object({
    id: Id.describe('The same for all its versions'),
    version: z.int(),
    name: z.string(),
    unitId: Id,
    caseId: Id.nullable(),
    sessionId: Id.nullable(),
    polygon: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.array(z.number()))) }),
    circle: z.object({ centre: PositionView, radiusMetres: z.number() }).nullable(),
    lowerMetres: z.number(),
    upperMetres: z.number().nullable(),
    during: z.object({ from: InstantView.nullable(), to: InstantView.nullable() }),
    deviceIds: z.array(Id),
    kindCodes: z.array(z.string()),
    tellsEnter: z.boolean(),
    tellsLeave: z.boolean(),
    dwellMinutes: z.int().nullable(),
    createdBy: Id,
    createdAt: InstantView,
    endedAt: InstantView.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Fence' });

export const FencePage = pageOf(FenceView).meta({ id: 'FencePage' });
export const FenceVersions = z.object({ items: z.array(FenceView) }).meta({ id: 'FenceVersions' });

export type FenceDrawing = Omit<z.output<typeof FenceChange>, 'version'>;

export function toFenceView(fence: Fence): z.input<typeof FenceView> {
  const { fenceId, version, name, unitId, caseId, sessionId, geometry, circle, from, to, endedAt } = fence;
  const { lowerMetres, upperMetres, deviceIds, kindCodes, tellsEnter, tellsLeave, dwellMinutes, createdBy } = fence;
  return {
    id: fenceId,
    version,
    name,
    unitId,
    caseId,
    sessionId,
    polygon: { type: 'Polygon', coordinates: geometry.coordinates },
    circle,
    lowerMetres,
    upperMetres,
    during: { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null },
    deviceIds: [...deviceIds],
    kindCodes: [...kindCodes],
    tellsEnter,
    tellsLeave,
    dwellMinutes,
    createdBy,
    createdAt: fence.createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    endReason: fence.endReason,
  };
}
