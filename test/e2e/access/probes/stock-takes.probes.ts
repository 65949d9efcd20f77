import { newId } from '../../../../src/platform/index.js';
import { chinaDay } from '../../../factories/stock-takes.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const NO_WORDS = 'no device has these words';

export function stockTakesProbes({ county, cast }: Scene): Probes {
  const holder = cast.unitOf('own county');
  const { runningId, closedId, counterId } = county.stockTakes;
  const of = (permission: Demand['permission']) => (): readonly Demand[] => [
    { permission, on: { unitIds: [holder], userIds: [counterId] } },
  ];
  const reading = (part: string) => [
    { path: () => `/stock-takes/${runningId}${part}`, reached: 200, demands: of('stockTake.read') },
  ];
  const late = (permission: Demand['permission'], part: string, body: unknown) => [
    {
      path: () => `/stock-takes/${closedId}${part}`,
      body: () => body,
      reached: 'STOCK_TAKE_ENDED',
      demands: of(permission),
    },
  ];
  const signatures = [{ role: 'witness', name: '李喆', drawing: 'M0 0L9 9' }];

  return {
    'GET /api/v1/devices/:id/label': [{ path: () => `/devices/${county.drone.id}/label?f=svg`, reached: 200 }],
    'POST /api/v1/labels/sheet': [
      { path: () => '/labels/sheet', body: () => ({ filter: { q: NO_WORDS } }), reached: 'LABELS_NONE' },
    ],
    'GET /api/v1/stock-takes': [
      { list: `/stock-takes?unit=${holder}&limit=500`, shows: runningId, demands: of('stockTake.read') },
    ],
    'POST /api/v1/stock-takes': [
      {
        path: () => '/stock-takes',
        body: () => ({ title: 'probe', unitIds: [holder], dueOn: chinaDay(-1) }),
        reached: 'STOCK_TAKE_DUE_IN_PAST',
        demands: () => [{ permission: 'stockTake.manage', on: { unitIds: [holder] }, sees: 'unit.list' }],
      },
    ],
    'GET /api/v1/stock-takes/:id': reading(''),
    'GET /api/v1/stock-takes/:id/items': reading('/items'),
    'GET /api/v1/stock-takes/:id/scans': reading('/scans'),
    'GET /api/v1/stock-takes/:id/report': reading('/report?f=csv'),
    'PATCH /api/v1/stock-takes/:id': late('stockTake.manage', '', { title: 'probe' }),
    'POST /api/v1/stock-takes/:id/scans': late('stockTake.count', '/scans', { code: 'PROBE-1' }),
    'POST /api/v1/stock-takes/:id/close': late('stockTake.manage', '/close', { missing: 0, signatures }),
    'POST /api/v1/stock-takes/:id/cancel': late('stockTake.manage', '/cancel', { reason: 'probe' }),
    'POST /api/v1/stock-takes/:id/losses': [
      {
        path: () => `/stock-takes/${closedId}/losses`,
        body: () => ({ deviceId: newId(), reason: 'probe' }),
        reached: 'DEVICE_NOT_FOUND',
        demands: of('stockTake.manage'),
      },
    ],
  };
}
