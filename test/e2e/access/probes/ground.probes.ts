import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const NO_AREA = {
  type: 'Polygon',
  coordinates: [
    [
      [116, 38],
      [116, 38],
      [116, 38],
      [116, 38],
    ],
  ],
};

/** Layers, measurements, and whatever finds things by their place. */
export function groundProbes({ county, cast }: Scene): Probes {
  const { caseId, evidenceId, layerId, measurementId } = county;
  const on = { unitIds: [cast.unitOf('own county')], caseId };
  const read = (): readonly Demand[] => [{ permission: 'evidence.read', on }];
  const open = (path: string) => [{ path: () => path, reached: 200 }];
  const features = '//ogc/collections/evidence/items';

  return {
    'POST /api/v1/evidence/search': [
      { list: '/evidence/search', body: { kind: 'photo', limit: 200 }, shows: evidenceId, demands: read },
    ],
    'GET /api/v1/evidence/:id/tiles': [
      { path: () => `/evidence/${evidenceId}/tiles`, reached: 'TILES_NONE', demands: read },
    ],
    'GET /api/v1/evidence/:id/tiles/:z/:x/:y': [
      { path: () => `/evidence/${evidenceId}/tiles/0/0/0`, reached: 'TILES_NONE', demands: read },
    ],
    'GET /api/v1/evidence/histogram': open('/evidence/histogram'),
    'GET /api/v1/evidence/clusters': open('/evidence/clusters?bbox=116,37,117,38&zoom=8'),
    'GET /api/v1/layers': [{ list: '/layers?limit=500', shows: layerId }],
    'GET /api/v1/layers/:id': open(`/layers/${layerId}`),
    'POST /api/v1/layers': [
      {
        path: () => '/layers',
        body: () => ({}),
        reached: 'UPLOAD_NOT_MULTIPART',
        demands: ({ unitId }) => [{ permission: 'layer.manage', on: { unitIds: [unitId] } }],
      },
    ],
    'GET /api/v1/measurements': [{ list: '/measurements?limit=500', shows: measurementId, demands: read }],
    'GET /api/v1/measurements/:id': [{ path: () => `/measurements/${measurementId}`, reached: 200, demands: read }],
    'POST /api/v1/measurements': [
      {
        path: () => '/measurements',
        body: () => ({ kind: 'area', caseId, geometry: NO_AREA }),
        reached: 'MEASUREMENT_SHAPE_INVALID',
        demands: () => [
          { permission: 'case.read', on },
          { permission: 'evidence.create', on },
        ],
      },
    ],
    'GET /ogc': open('//ogc'),
    'GET /ogc/api': open('//ogc/api'),
    'GET /ogc/conformance': open('//ogc/conformance'),
    'GET /ogc/collections': open('//ogc/collections'),
    'GET /ogc/collections/:collectionId': open('//ogc/collections/layers'),
    'GET /ogc/collections/:collectionId/items': [{ list: `${features}?limit=1000`, shows: evidenceId, demands: read }],
    'GET /ogc/collections/:collectionId/items/:featureId': [
      { path: () => `${features}/${evidenceId}`, reached: 200, demands: read },
    ],
  };
}
