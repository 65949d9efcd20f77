import { z } from 'zod';
import { checkPolygon } from '../../geo/index.js';
import { Id } from '../../platform/index.js';
import { mapPolygonSchema } from '../commands/map-geometry.js';
import { reason, words } from '../commands/payload-parts.js';
import { SECTOR_STATUSES } from './collection.codes.js';

const version = z.int().min(1).max(2_147_483_647);

/** An area one can share out: no ring crosses itself or another. */
const sectorPolygon = mapPolygonSchema.superRefine((polygon, context) => {
  const checked = checkPolygon(polygon);
  if (!checked.ok) context.addIssue({ code: 'custom', message: checked.code });
});

/** `version`: the one that is replaced; none for a new sector. */
export const COLLECTION_PAYLOADS = {
  'sector.put': z.strictObject({
    sectorId: Id,
    name: words(100),
    polygon: sectorPolygon,
    unitId: Id,
    version: version.optional(),
  }),
  'sector.remove': z.strictObject({ sectorId: Id, version: version.optional(), reason: reason.optional() }),
  'lead.name': z.strictObject({ unitId: Id }),
  'sector.report': z
    .strictObject({ sectorId: Id, status: z.enum(SECTOR_STATUSES), note: words(1_000).optional() })
    .refine(({ status, note }) => status !== 'blocked' || note !== undefined, 'what is blocked says why'),
} as const;
