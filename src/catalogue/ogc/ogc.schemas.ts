import { z } from 'zod';
import type { NamedFault } from '../../platform/index.js';
import { CatalogueErrors } from '../catalogue.errors.js';
import { COLLECTION_IDS, MOST_FEATURES, USUAL_FEATURES } from './collections.js';
import { boxesOf, periodOf } from './ogc-query.rules.js';

const Format = z.enum(['json']).optional();

/** Unknown parameters are refused. [OGC 17-069r4 §7.8] */
export const PlainQuery = z.strictObject({ f: Format });

export const ItemsQuery = z.strictObject({
  f: Format,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(USUAL_FEATURES)
    .transform((limit) => Math.min(limit, MOST_FEATURES))
    .describe(`More than ${MOST_FEATURES} is taken as that`),
  cursor: z.string().max(500).optional(),
  bbox: z
    .string()
    .max(300)
    .transform((text, context) => {
      const boxes = boxesOf(text);
      if (boxes) return boxes;
      const params: NamedFault = { refusal: CatalogueErrors.OGC_BBOX_INVALID };
      context.addIssue({ code: 'custom', message: 'is no box', params });
      return z.NEVER;
    })
    .optional()
    .describe('Four or six numbers, CRS84; may cross the antimeridian'),
  datetime: z
    .string()
    .max(100)
    .transform((text, context) => {
      const period = periodOf(text);
      if (period) return period;
      const params: NamedFault = { refusal: CatalogueErrors.OGC_DATETIME_INVALID };
      context.addIssue({ code: 'custom', message: 'is neither an instant nor an interval', params });
      return z.NEVER;
    })
    .optional()
    .describe('An instant, or an interval with `..` for an open end'),
});

/** What is no id of ours is not found. */
export const PathName = z.string().max(100);

const Link = z.object({
  href: z.string(),
  rel: z.string(),
  type: z.string().optional(),
  title: z.string().optional(),
});
export type OgcLink = z.input<typeof Link>;

export const LandingView = z
  .object({ title: z.string(), description: z.string(), links: z.array(Link) })
  .meta({ id: 'OgcLanding' });

export const ConformanceView = z.object({ conformsTo: z.array(z.string()) }).meta({ id: 'OgcConformance' });

export const CollectionView = z
  .object({
    id: z.enum(COLLECTION_IDS),
    title: z.string(),
    description: z.string(),
    itemType: z.literal('feature'),
    crs: z.array(z.string()),
    links: z.array(Link),
  })
  .meta({ id: 'OgcCollection' });

export const CollectionsView = z
  .object({ links: z.array(Link), collections: z.array(CollectionView) })
  .meta({ id: 'OgcCollections' });
