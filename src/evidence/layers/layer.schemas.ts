import { z } from 'zod';
import { Day, Id, inputFaults, InstantView, pageOf, PageQuery, text } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { LAYER_FORMATS, LAYER_RELATIONS } from './layer.codes.js';
import type { EvidenceLayer } from './layer.entities.js';
import type { LayerTag } from './layer.repository.js';

const DEFAULT_NEAR_METRES = 100;

/** The part `metadata` of an import. */
export const LayerMetadata = z
  .strictObject({
    code: z
      .string()
      .regex(/^[a-z][a-z0-9_]{1,59}$/, { error: 'must be small letters, digits and underscores' })
      .describe('The same for every version, such as basic_farmland'),
    name: z.strictObject({ zh: text(200), en: text(200) }),
    source: text(500).describe('Who publishes it'),
    date: Day.describe('When the source is of'),
    version: text(60),
    nearMetres: z.number().min(0).max(10_000).default(DEFAULT_NEAR_METRES).describe('Up to this far is near'),
    nameColumn: text(100).optional().describe('Where the areas have their names, when not in name, 名称, MC'),
  })
  .meta({ id: 'LayerMetadata' });

export type LayerInput = z.output<typeof LayerMetadata>;

export const LayerForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('GeoJSON, GeoPackage, or a Shapefile in a ZIP; areas only'),
  metadata: LayerMetadata,
});

export const LayerView = z
  .object({
    id: Id,
    code: z.string(),
    version: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    source: z.string(),
    date: z.iso.date(),
    nearMetres: z.number(),
    format: z.enum(LAYER_FORMATS),
    crs: z.string().describe('Of the file; CGCS2000 is taken as WGS-84, they differ by centimetres'),
    textEncoding: z.string().describe('Of the file, and by what it was known'),
    sha256: z.string().describe('Of the file'),
    features: z.int(),
    unitId: Id,
    inForceFrom: InstantView,
    supersededAt: InstantView.nullable().describe('Null: in force'),
  })
  .meta({ id: 'Layer' });

export const LayerPage = pageOf(LayerView).meta({ id: 'LayerPage' });

export const LayerQuery = PageQuery.extend({
  code: text(60).optional(),
  versions: z.enum(['in_force', 'all']).default('in_force'),
});

/** How an item stands to one version of a layer. */
export const LayerTagView = z
  .object({
    layer: z.string().describe('Code'),
    name: z.object({ zh: z.string(), en: z.string() }),
    version: z.string(),
    source: z.string(),
    date: z.iso.date(),
    relation: z.enum(LAYER_RELATIONS).describe('uncertain: the edge lies nearer than the position is sure'),
    nearMetres: z.number(),
    distanceMetres: z
      .number()
      .nullable()
      .describe('To the nearest edge, from inside as from outside; null when outside'),
    feature: z.string().nullable().describe('Name of the area'),
    inForce: z.boolean(),
    positionUncertaintyMetres: z
      .number()
      .nullable()
      .describe('Two standard deviations. Null: unknown; then the relation is that of the claimed point'),
    taggedAt: InstantView,
  })
  .meta({ id: 'EvidenceLayerTag' });

/** @throws LAYER_METADATA_INVALID */
export function parseLayerMetadata(json: string): LayerInput {
  const parsed = LayerMetadata.safeParse(jsonOf(json));
  if (!parsed.success) throw EvidenceErrors.LAYER_METADATA_INVALID({ errors: inputFaults(parsed.error.issues) });
  return parsed.data;
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw EvidenceErrors.LAYER_METADATA_INVALID({ errors: [{ path: '', message: 'is not JSON' }] }, error);
  }
}

export function toLayerView(layer: EvidenceLayer): z.input<typeof LayerView> {
  const { id, code, version, nameZh, nameEn, source, sourceDate, nearMetres, format, crs, textEncoding } = layer;
  return {
    id,
    code,
    version,
    name: { zh: nameZh, en: nameEn },
    source,
    date: sourceDate,
    nearMetres,
    format,
    crs,
    textEncoding,
    sha256: layer.sha256,
    features: layer.featureCount,
    unitId: layer.unitId,
    inForceFrom: layer.inForceFrom.toISOString(),
    supersededAt: layer.supersededAt?.toISOString() ?? null,
  };
}

export function toLayerTagView(tag: LayerTag): z.input<typeof LayerTagView> {
  const { code, version, nameZh, nameEn, source, sourceDate, relation, nearMetres, distanceMetres, feature } = tag;
  return {
    layer: code,
    name: { zh: nameZh, en: nameEn },
    version,
    source,
    date: sourceDate,
    relation,
    nearMetres,
    distanceMetres,
    feature,
    inForce: tag.supersededAt === null,
    positionUncertaintyMetres: tag.positionUncertaintyMetres,
    taggedAt: tag.taggedAt.toISOString(),
  };
}
