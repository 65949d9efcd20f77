import type { Person } from '../cast.js';
import { DONGGUANG } from '../../evidence/evidence-kit.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const STALE_CONNECTION = {
  appId: '1',
  brokerAddress: 'tcp://127.0.0.1:1883',
  platformName: 'x',
  ntpHost: '127.0.0.1',
  version: 99,
};

const NO_MESSAGE = '00000000-0000-7000-8000-000000000000';
/** Where the lent drone reports from, since the hour it was taken. */
function aroundCounty(since: string) {
  const { lon, lat } = DONGGUANG;
  const corners = [
    [-0.01, -0.01],
    [0.01, -0.01],
    [0.01, 0.01],
    [-0.01, 0.01],
    [-0.01, -0.01],
  ] as const;
  const ring = corners.map(([east, north]) => [lon + east, lat + north]);
  return { polygon: { type: 'Polygon', coordinates: [ring] }, during: { from: since, to: dayAfter(since) } };
}

function dayAfter(since: string): string {
  return new Date(Date.parse(since) + 24 * 3_600_000).toISOString();
}

export function telemetryProbes({ county, cast }: Scene): Probes {
  const { caseId, lent, drone, quarantineTopic, service } = county;
  const unitIds = [cast.unitOf('own county')];
  /** The holder's, not the owner's (decisions, 1). */
  const position = (): readonly Demand[] => [{ permission: 'position.read', on: { unitIds, caseId } }];
  const holder = cast.of('own county', 'pilot');
  const used = { unitIds, caseId, userIds: [holder.id] };
  const mayCall: Demand = { permission: 'deviceService.call', on: used };
  const mayRead = (): readonly Demand[] => [{ permission: 'deviceService.read', on: used }];
  /** The holder, or a commander of the unit that has it. */
  const mayFly = ({ id }: Person): Demand => ({
    permission: id === holder.id ? 'deviceFlight.command' : 'deviceFlight.commandOfOthers',
    on: used,
  });

  return {
    'POST /api/v1/devices/:id/services': [
      {
        path: () => `/devices/${lent.id}/services`,
        body: () => service.stop,
        reached: 'DEVICE_OFFLINE',
        demands: () => [mayCall],
      },
      {
        variant: 'flying',
        path: () => `/devices/${lent.id}/services`,
        body: () => ({ method: 'return_home', data: {} }),
        reached: 'SERVICE_NOT_SUPPORTED',
        demands: (person) => [mayCall, mayFly(person)],
      },
    ],
    'POST /api/v1/devices/:id/services/:callId/repeat': [
      {
        path: () => `/devices/${lent.id}/services/${service.callId}/repeat`,
        reached: 'DEVICE_OFFLINE',
        demands: () => [mayCall],
      },
    ],
    'GET /api/v1/devices/:id/services': [
      { list: `/devices/${lent.id}/services`, shows: service.callId, demands: mayRead },
    ],
    'GET /api/v1/devices/:id/services/:callId': [
      { path: () => `/devices/${lent.id}/services/${service.callId}`, reached: 200, demands: mayRead },
    ],
    'GET /api/v1/devices/:id/tasks': [{ path: () => `/devices/${lent.id}/tasks`, reached: 200 }],
    'GET /api/v1/devices/:id/announced-media': [
      { list: `/devices/${lent.id}/announced-media`, shows: service.objectKey, demands: mayRead },
    ],
    'GET /api/v1/devices/:id/health-messages': [
      {
        path: () => `/devices/${lent.id}/health-messages`,
        reached: 200,
        demands: () => [
          {
            permission: 'deviceHealth.read',
            on: { ...used, unitIds: [...unitIds, cast.unitOf('other county')] },
          },
        ],
      },
    ],
    'GET /api/v1/positions': [{ list: '/positions?limit=200', shows: lent.id, demands: position }],
    'GET /api/v1/devices/:id/track': [
      { path: () => `/devices/${lent.id}/track?from=${lent.checkedOutAt}`, reached: 200, demands: position },
    ],
    'GET /api/v1/devices/:id/track/segments': [
      { path: () => `/devices/${lent.id}/track/segments?from=${lent.checkedOutAt}`, reached: 200, demands: position },
    ],
    'GET /api/v1/devices/:id/track/resampled': [
      {
        path: () => `/devices/${lent.id}/track/resampled?stepSeconds=60&from=${lent.checkedOutAt}`,
        reached: 200,
        demands: position,
      },
    ],
    'GET /api/v1/devices/:id/track/export': [
      {
        path: () => `/devices/${lent.id}/track/export?from=${lent.checkedOutAt}&to=${dayAfter(lent.checkedOutAt)}`,
        reached: 200,
        demands: position,
      },
    ],
    'POST /api/v1/positions/inside': [
      { list: '/positions/inside', body: aroundCounty(lent.checkedOutAt), shows: lent.id, demands: position },
    ],
    'POST /api/v1/devices/:id/mqtt-credential': [
      {
        path: () => `/devices/${drone.id}/mqtt-credential`,
        reached: 201,
        demands: () => [{ permission: 'credential.issue', on: { unitIds } }],
      },
    ],
    'GET /api/v1/dji-connection': [{ path: () => '/dji-connection', reached: 200 }],
    'PUT /api/v1/dji-connection': [
      { path: () => '/dji-connection', body: () => STALE_CONNECTION, reached: 'DJI_CONNECTION_CHANGED' },
    ],
    'POST /api/v1/dji-connection/test': [
      { path: () => '/dji-connection/test', body: () => ({ version: 99 }), reached: 'DJI_CONNECTION_CHANGED' },
    ],
    'GET /api/v1/dji-connection/gateways': [{ path: () => '/dji-connection/gateways?limit=1', reached: 200 }],
    'POST /storage/api/v1/workspaces/:workspaceId/sts': [
      {
        path: () => `//storage/api/v1/workspaces/${cast.unitOf('own county')}/sts`,
        reached: 200,
        demands: () => [{ permission: 'evidence.create', on: { unitIds } }],
      },
    ],
    'GET /api/v1/quarantine': [{ list: '/quarantine?limit=200', shows: quarantineTopic }],
    'POST /api/v1/quarantine/replay': [
      { path: () => '/quarantine/replay', body: () => ({ ids: [NO_MESSAGE] }), reached: 200 },
    ],
  };
}
