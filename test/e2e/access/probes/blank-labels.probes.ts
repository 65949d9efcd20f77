import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function blankLabelsProbes({ county, cast }: Scene): Probes {
  const unitId = cast.unitOf('own county');
  const { labelBatchId } = county;
  const manage = (): readonly Demand[] => [{ permission: 'device.manage', on: { unitIds: [unitId] } }];
  return {
    'POST /api/v1/label-batches': [
      { path: () => '/label-batches', body: () => ({ count: 1, unitId }), reached: 201, demands: manage },
    ],
    'GET /api/v1/label-batches': [{ list: '/label-batches?limit=500', shows: labelBatchId, demands: manage }],
    'GET /api/v1/label-batches/:id/labels': [
      { path: () => `/label-batches/${labelBatchId}/labels`, reached: 200, demands: manage },
    ],
    'GET /api/v1/label-batches/:id/sheet': [
      { path: () => `/label-batches/${labelBatchId}/sheet`, reached: 200, demands: manage },
    ],
  };
}
