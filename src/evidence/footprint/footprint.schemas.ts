import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import type { EvidenceFootprint } from './footprint.entity.js';
import { FOOTPRINT_OUTCOMES } from './footprint.types.js';
import { FOOTPRINT_WORDS } from './footprint.words.js';

export const FootprintView = z
  .object({
    id: Id,
    computedAt: InstantView,
    outcome: z.enum(FOOTPRINT_OUTCOMES),
    words: z.object({ zh: z.string(), en: z.string() }),
    geometry: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('GeoJSON Polygon or MultiPolygon, WGS-84; null where no ground is claimed'),
    details: z
      .record(z.string(), z.unknown())
      .describe('Height with its source, lens, attitude, near and far distance, and the uncertainty of each corner'),
  })
  .meta({ id: 'EvidenceFootprint' });

export function toFootprintView(row: EvidenceFootprint): z.input<typeof FootprintView> {
  const { id, computedAt, outcome, geometry, details } = row;
  return {
    id,
    computedAt: computedAt.toISOString(),
    outcome,
    words: FOOTPRINT_WORDS[outcome],
    geometry: geometry && { ...geometry },
    details: { ...details },
  };
}
