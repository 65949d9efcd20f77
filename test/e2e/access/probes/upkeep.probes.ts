import { planOf } from '../furniture/upkeep.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const TOO_MUCH = 100_000;
/** A version that nothing has. */
const NO_VERSION = 1_000_000;

export function upkeepProbes({ county, cast }: Scene): Probes {
  const unitIds = [cast.unitOf('own county')];
  const { openLotId, lot, endedPlanId, planId } = county.upkeep;
  const drone = county.drone.id;
  const needs = (permission: Demand['permission']) => (): readonly Demand[] => [{ permission, on: { unitIds } }];

  const ofFirstUnit = (): readonly Demand[] => [
    { permission: 'deviceKind.manage', on: { unitIds: [cast.unitOf('province')] } },
  ];

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
    'GET /api/v1/kits': [{ list: '/kits?limit=200', shows: lot.kitCode }],
    'GET /api/v1/kits/:code': [{ path: () => `/kits/${lot.kitCode}`, reached: 200 }],
    'POST /api/v1/kits': [
      {
        path: () => '/kits',
        body: () => ({ code: lot.kitCode, category: 'other', nameZh: '探针', nameEn: 'Probe', measure: 'test' }),
        reached: 'KIT_EXISTS',
        demands: ofFirstUnit,
      },
    ],
    'PATCH /api/v1/kits/:code': [
      {
        path: () => `/kits/${lot.kitCode}`,
        body: () => ({ nameEn: 'Probe', version: NO_VERSION }),
        reached: 'KIT_CHANGED',
        demands: ofFirstUnit,
      },
    ],
    'GET /api/v1/maintenance': [{ list: `/maintenance?plan=${planId}`, shows: drone }],
    'GET /api/v1/maintenance-plans': [{ list: '/maintenance-plans?limit=500', shows: planId }],
    'POST /api/v1/maintenance-plans': [
      {
        variant: 'for a device',
        path: () => '/maintenance-plans',
        body: () => planOf({ deviceId: drone }),
        reached: 201,
        demands: needs('device.manage'),
      },
      {
        variant: 'for a kind: of the first unit only',
        path: () => '/maintenance-plans',
        body: () => planOf({ kindCode: 'no-such-kind' }),
        reached: 'DEVICE_KIND_UNKNOWN',
        demands: ofFirstUnit,
      },
    ],
    'POST /api/v1/maintenance-plans/:id/end': [
      {
        path: () => `/maintenance-plans/${endedPlanId}/end`,
        reached: 'MAINTENANCE_PLAN_ENDED',
        demands: needs('device.manage'),
      },
    ],
    'POST /api/v1/devices/:id/maintenance': [
      {
        path: () => `/devices/${drone}/maintenance`,
        body: () => ({ planId: endedPlanId, doneOn: '2026-01-01', doneBy: 'probe' }),
        reached: 'MAINTENANCE_PLAN_ENDED',
        demands: needs('device.manage'),
      },
    ],
    'GET /api/v1/devices/:id/maintenance': [
      { path: () => `/devices/${drone}/maintenance`, reached: 200, demands: needs('device.readParty') },
    ],
  };
}
