import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const TOO_MUCH = 100_000;

export function upkeepProbes({ county, cast }: Scene): Probes {
  const unitIds = [cast.unitOf('own county')];
  const { openLotId, lot } = county.stock;
  const needs = (permission: Demand['permission']) => (): readonly Demand[] => [{ permission, on: { unitIds } }];

  return {
    'POST /api/v1/lots': [
      { path: () => '/lots', body: () => lot, reached: 'LOT_EXISTS', demands: needs('device.manage') },
    ],
    'PATCH /api/v1/lots/minimum': [
      {
        path: () => '/lots/minimum',
        body: () => ({ kitCode: lot.kitCode, unitId: lot.unitId, minimum: null }),
        reached: 200,
        demands: needs('device.manage'),
      },
    ],
    'POST /api/v1/lots/:id/open': [
      {
        path: () => `/lots/${openLotId}/open`,
        body: () => ({}),
        reached: 'LOT_OPEN_ALREADY',
        demands: needs('lot.use'),
      },
    ],
    'POST /api/v1/lots/:id/movements': [
      {
        variant: 'by who uses it',
        path: () => `/lots/${openLotId}/movements`,
        body: () => ({ category: 'consume', quantity: TOO_MUCH }),
        reached: 'LOT_SHORT',
        demands: needs('lot.use'),
      },
      {
        variant: 'by who keeps it',
        path: () => `/lots/${openLotId}/movements`,
        body: () => ({ category: 'adjustment', quantity: -TOO_MUCH, reason: 'probe' }),
        reached: 'LOT_SHORT',
        demands: needs('device.manage'),
      },
    ],
    'GET /api/v1/lots/:id/movements': [
      { path: () => `/lots/${openLotId}/movements`, reached: 200, demands: needs('lot.use') },
    ],
  };
}
