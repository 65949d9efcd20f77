import { FENCE } from '../furniture/alarms.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function alarmsProbes({ county, cast }: Scene): Probes {
  const { caseId, lent, drone, unplanned, alarms } = county;
  const unitIds = [cast.unitOf('own county')];
  const both = [...unitIds, cast.unitOf('other county')];
  const holder = cast.of('own county', 'pilot');
  const mayAcknowledge = (): readonly Demand[] => [{ permission: 'alarm.acknowledge', on: { unitIds, caseId } }];
  const mayReadFence = (): readonly Demand[] => [{ permission: 'fence.read', on: { unitIds } }];
  const mayManage = (): readonly Demand[] => [{ permission: 'fence.manage', on: { unitIds } }];
  const mayManageForCase = (): readonly Demand[] => [
    { permission: 'fence.manage', on: { unitIds, caseId } },
    { permission: 'fence.drawForCase', on: { caseId } },
  ];

  return {
    'GET /api/v1/devices/:id/presence': [
      {
        path: () => `/devices/${lent.id}/presence`,
        reached: 200,
        demands: () => [{ permission: 'presence.read', on: { unitIds: both, caseId, userIds: [holder.id] } }],
      },
    ],
    'GET /api/v1/devices/:id/battery-threshold': [
      { path: () => `/devices/${lent.id}/battery-threshold`, reached: 200 },
    ],
    'PUT /api/v1/devices/:id/battery-threshold': [
      {
        path: () => `/devices/${drone.id}/battery-threshold`,
        body: () => ({ percent: null }),
        reached: 200,
        demands: () => [{ permission: 'batteryThreshold.set', on: { unitIds } }],
      },
    ],
    'GET /api/v1/alarms': [
      {
        list: `/alarms?deviceId=${lent.id}&limit=200`,
        shows: alarms.alarmId,
        demands: () => [{ permission: 'alarm.read', on: { unitIds, caseId } }],
      },
      {
        variant: 'of a flight',
        list: `/alarms?deviceId=${drone.id}&limit=200`,
        shows: unplanned.alertId,
        demands: () => [{ permission: 'flight.read', on: { unitIds } }],
      },
    ],
    'POST /api/v1/alarms/:id/acknowledge': [
      {
        path: () => `/alarms/${alarms.alarmId}/acknowledge`,
        reached: 'ALARM_ACKNOWLEDGED',
        demands: mayAcknowledge,
      },
      {
        variant: 'of a flight',
        path: () => `/alarms/${unplanned.alertId}/acknowledge`,
        reached: 'FLIGHT_ALERT_ACKNOWLEDGED',
        demands: () => [{ permission: 'flight.change', on: { unitIds } }],
      },
    ],
    'POST /api/v1/alarms/:id/silence': [
      {
        path: () => `/alarms/${alarms.alarmId}/silence`,
        body: () => ({ minutes: 1, reason: '矩阵' }),
        reached: 200,
        demands: mayAcknowledge,
      },
    ],
    'GET /api/v1/fences': [{ list: '/fences?limit=200', shows: alarms.fenceId, demands: mayReadFence }],
    'GET /api/v1/fences/:id/versions': [
      { path: () => `/fences/${alarms.fenceId}/versions`, reached: 200, demands: mayReadFence },
    ],
    'POST /api/v1/fences': [
      { path: () => '/fences', body: () => ({ name: '矩阵' }), reached: 'FENCE_SHAPE_MISSING' },
      {
        variant: 'for a case',
        path: () => '/fences',
        body: () => ({ name: '矩阵', caseId }),
        reached: 'FENCE_SHAPE_MISSING',
        demands: () => [{ permission: 'fence.drawForCase', on: { caseId } }],
      },
    ],
    'PUT /api/v1/fences/:id': [
      {
        path: () => `/fences/${alarms.fenceId}`,
        body: () => ({ ...FENCE, version: 99 }),
        reached: 'FENCE_CHANGED',
        demands: mayManage,
      },
      {
        variant: 'for a case',
        path: () => `/fences/${alarms.caseFenceId}`,
        body: () => ({ ...FENCE, version: 99 }),
        reached: 'FENCE_CHANGED',
        demands: mayManageForCase,
      },
    ],
    'POST /api/v1/fences/:id/end': [
      {
        path: () => `/fences/${alarms.endedFenceId}/end`,
        body: () => ({ reason: '矩阵' }),
        reached: 'FENCE_ENDED',
        demands: mayManage,
      },
      {
        variant: 'for a case',
        path: () => `/fences/${alarms.endedCaseFenceId}/end`,
        body: () => ({ reason: '矩阵' }),
        reached: 'FENCE_ENDED',
        demands: mayManageForCase,
      },
    ],
  };
}
