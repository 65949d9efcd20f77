import { hoursAhead } from '../../missions/mission-kit.js';
import type { Probes, Scene } from '../probe.js';

export function figuresProbes({ county, cast }: Scene): Probes {
  const unitId = cast.unitOf('own county');
  const { from, to } = hoursAhead(0, 1);
  return {
    'GET /api/v1/reports/pool/utilisation': [
      { path: () => `/reports/pool/utilisation?from=${from}&to=${to}`, reached: 200 },
    ],
    'GET /api/v1/reports/pool/utilisation/file': [
      { path: () => `/reports/pool/utilisation/file?from=${from}&to=${to}`, reached: 200 },
    ],
    'GET /api/v1/reports/pool/units/:id/activity': [
      {
        path: () => `/reports/pool/units/${unitId}/activity`,
        reached: 200,
        demands: () => [{ permission: 'device.readParty', on: { unitIds: [unitId] } }],
      },
    ],
    'GET /api/v1/reports/pool/people/:id/activity': [
      { path: (person) => `/reports/pool/people/${person.id}/activity`, reached: 200 },
    ],
    'GET /api/v1/reports/pool/idle': [{ path: () => '/reports/pool/idle', reached: 200 }],
    'GET /api/v1/devices/:id/activity': [
      {
        path: () => `/devices/${county.drone.id}/activity`,
        reached: 200,
        demands: () => [{ permission: 'device.readParty', on: { unitIds: [unitId] } }],
      },
    ],
    'GET /api/v1/calendar-feeds': [{ path: () => '/calendar-feeds', reached: 200 }],
    'POST /api/v1/calendar-feeds': [
      { variant: 'of oneself', path: () => '/calendar-feeds', body: () => ({ about: 'person' }), reached: 201 },
      {
        variant: 'of the county',
        path: () => '/calendar-feeds',
        body: () => ({ about: 'unit', id: unitId }),
        reached: 201,
        demands: () => [{ permission: 'booking.read', on: { unitIds: [unitId] } }],
      },
    ],
    'DELETE /api/v1/calendar-feeds/:id': [
      {
        path: (person) => `/calendar-feeds/${county.feeds.get(person) ?? unitId}`,
        reached: 204,
      },
    ],
  };
}
