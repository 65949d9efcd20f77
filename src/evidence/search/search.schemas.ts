import { z } from 'zod';
import { parseBbox } from '../../geo/index.js';
import { Id, Instant, InstantView, type NamedFault, PageQuery, text } from '../../platform/index.js';
import { VERDICTS } from '../corroboration/corroboration.types.js';
import { EVIDENCE_FLAGS, EVIDENCE_KINDS, EVIDENCE_STATES } from '../evidence.codes.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { LAYER_RELATIONS } from '../layers/layer.codes.js';
import { areaFault } from './area.rules.js';
import { BUCKET_WIDTHS } from './bucket.rules.js';
import { SEARCH_TIMES } from './search.rules.js';

const Coordinates = z.array(z.number()).min(2).max(3);
const Rings = z.array(z.array(Coordinates).max(2_000)).max(500);

/** Where to look, as GeoJSON; whether it is a shape is judged too. */
export const SearchArea = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Polygon'), coordinates: Rings }),
    z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings).min(1).max(500) }),
  ])
  .superRefine((area, context) => {
    const code = areaFault(area);
    if (code === undefined) return;
    const params: NamedFault = { refusal: () => EvidenceErrors.SEARCH_AREA_INVALID({ reason: code }) };
    context.addIssue({ code: 'custom', message: code, params });
  })
  .meta({ id: 'EvidenceSearchArea', description: 'GeoJSON Polygon or MultiPolygon, WGS-84, at most 2,000 points' });

/** The same in an address. */
const AreaText = z
  .string()
  .max(12_000)
  .transform((json, context): unknown => {
    try {
      return JSON.parse(json) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(SearchArea)
  .describe('GeoJSON Polygon or MultiPolygon as JSON; longer ones go by POST /evidence/search');

const Box = z
  .string()
  .max(200)
  .transform((written, context) => {
    const parsed = parseBbox(written);
    if (parsed.ok) return parsed.bbox;
    const params: NamedFault = { refusal: () => EvidenceErrors.BBOX_INVALID({ reason: parsed.code }) };
    context.addIssue({ code: 'custom', message: parsed.code, params });
    return z.NEVER;
  })
  .describe('minLon,minLat,maxLon,maxLat');

const Flags = z.array(z.enum(EVIDENCE_FLAGS)).min(1).max(EVIDENCE_FLAGS.length);
const Narrowing = {
  caseId: Id.optional(),
  deviceId: Id.optional(),
  personId: Id.optional().describe('Who brought it in or collected it'),
  kind: z.enum(EVIDENCE_KINDS).optional(),
  state: z.enum(EVIDENCE_STATES).optional(),
  bbox: Box.optional(),
  layer: text(60).optional().describe('Code of a layer: by the version in force'),
  relation: z.enum(LAYER_RELATIONS).optional().describe('To the layer; inside unless said'),
  q: text(100).optional().describe('In title, file name, county and place'),
  time: z.enum(SEARCH_TIMES).default('captured').describe('What from and to are of'),
  from: Instant.optional().describe('At or after'),
  to: Instant.optional().describe('Before'),
};
const ByAddress = {
  ...Narrowing,
  flags: z
    .string()
    .max(1_000)
    .transform((list) => list.split(','))
    .pipe(Flags)
    .optional()
    .describe('All of them, between commas'),
  polygon: AreaText.optional(),
};
const Paged = {
  order: z.enum(SEARCH_TIMES).default('received').describe('Latest first by this; items without it come last'),
  verdict: z.enum(VERDICTS).optional().describe('Of the newest corroboration, as the reader may know it'),
  f: z.enum(['json', 'geojson']).default('json'),
};

export const EvidenceQuery = PageQuery.extend({ ...ByAddress, ...Paged });

export const EvidenceSearchBody = PageQuery.extend({
  ...Narrowing,
  ...Paged,
  flags: Flags.optional().describe('All of them'),
  area: SearchArea.optional(),
  limit: z.int().min(1).max(500).default(50),
}).meta({ id: 'EvidenceSearch' });

export const HistogramQuery = z.strictObject({
  ...ByAddress,
  bucket: z.enum(BUCKET_WIDTHS).optional().describe('The narrowest that fits on a chart unless said'),
});

export const HistogramView = z
  .object({
    time: z.enum(SEARCH_TIMES),
    bucket: z.enum(BUCKET_WIDTHS),
    zone: z.literal('Asia/Shanghai'),
    total: z.int(),
    withoutTime: z.int().describe('Items that claim no time of capture'),
    buckets: z.array(z.object({ from: InstantView, to: InstantView, count: z.int() })).describe('Without empty ones'),
  })
  .meta({ id: 'EvidenceHistogram' });

export const ClusterQuery = z.strictObject({
  ...ByAddress,
  bbox: Box,
  zoom: z.coerce.number().int().min(0).max(22).describe('Of a web map'),
});

export const ClustersView = z
  .object({
    cellDegrees: z.number(),
    clusters: z.array(
      z.object({
        lon: z.number(),
        lat: z.number(),
        count: z.int(),
        bbox: z.array(z.number()).length(4),
        evidenceId: Id.nullable().describe('Where it is a single item'),
      }),
    ),
  })
  .meta({ id: 'EvidenceClusters' });
