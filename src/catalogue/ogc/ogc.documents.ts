import { VERSION } from '../../platform/index.js';
import { COLLECTION_IDS, MOST_FEATURES, USUAL_FEATURES } from './collections.js';

/** The media type by which GDAL asks for the description of the interface. */
export const OPENAPI_30 = 'application/vnd.oai.openapi+json;version=3.0';
export const GEOJSON = 'application/geo+json';

/** The description of this interface in OpenAPI 3.0, the version that programs for maps read. [OGC 17-069r4 §9] */
export function apiDocument(base: string): Record<string, unknown> {
  return {
    openapi: '3.0.3',
    info: { title: 'Skydocket OGC API Features', version: VERSION },
    servers: [{ url: base }],
    security: [{ bearer: [] }, { basic: [] }],
    paths: {
      '/': { get: operation('landing', 'Landing page') },
      '/api': { get: operation('api', 'This document', OPENAPI_30) },
      '/conformance': { get: operation('conformance', 'Requirements classes that are met') },
      '/collections': { get: operation('collections', 'Collections') },
      '/collections/{collectionId}': { get: operation('collection', 'One collection', undefined, [COLLECTION]) },
      '/collections/{collectionId}/items': {
        get: operation('items', 'Features', GEOJSON, [COLLECTION, LIMIT, BBOX, DATETIME, CURSOR]),
      },
      '/collections/{collectionId}/items/{featureId}': {
        get: operation('item', 'One feature', GEOJSON, [COLLECTION, FEATURE]),
      },
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic', description: 'Any name, and an API key as password' },
      },
      schemas: { problem: { type: 'object', properties: { title: { type: 'string' }, code: { type: 'string' } } } },
    },
  };
}

const COLLECTION = parameter('collectionId', 'path', { type: 'string', enum: [...COLLECTION_IDS] });
const FEATURE = parameter('featureId', 'path', { type: 'string' });
const LIMIT = parameter('limit', 'query', {
  type: 'integer',
  minimum: 1,
  maximum: MOST_FEATURES,
  default: USUAL_FEATURES,
});
const BBOX = {
  ...parameter('bbox', 'query', {
    type: 'array',
    oneOf: [
      { minItems: 4, maxItems: 4 },
      { minItems: 6, maxItems: 6 },
    ],
    items: { type: 'number' },
  }),
  style: 'form',
  explode: false,
};
const DATETIME = parameter('datetime', 'query', { type: 'string' });
const CURSOR = parameter('cursor', 'query', { type: 'string' });

function parameter(name: string, place: 'path' | 'query', schema: Record<string, unknown>): Record<string, unknown> {
  return { name, in: place, required: place === 'path', schema };
}

function operation(
  operationId: string,
  summary: string,
  mediaType = 'application/json',
  parameters: readonly Record<string, unknown>[] = [],
): Record<string, unknown> {
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } };
  return {
    operationId,
    summary,
    parameters: [...parameters],
    responses: {
      '200': { description: 'The answer', content: { [mediaType]: { schema: { type: 'object' } } } },
      '400': { description: 'A parameter is wrong or unknown', content: problem },
      '401': { description: 'Nobody is logged in', content: problem },
      '404': { description: 'Not there, or not visible', content: problem },
    },
  };
}
