import { hoursAhead } from '../../missions/mission-kit.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function identityProbes({ county, cast }: Scene): Probes {
  const unitId = cast.unitOf('own county');
  const { targetUser, apiKeyId, noticeId, caseId } = county;
  const officerId = cast.of('own county', 'field_officer').id;
  const pilotId = cast.of('own county', 'pilot').id;
  const handlerId = cast.of('own county', 'case_handler').id;
  const manage = (): readonly Demand[] => [{ permission: 'user.manage', on: { unitIds: [unitId] } }];
  const keys = (): readonly Demand[] => [{ permission: 'apiKey.manage', on: { unitIds: [unitId] } }];
  const told = (): readonly Demand[] => [{ permission: 'notice.read', on: { userIds: [pilotId] } }];
  const key = { name: 'probe', permissions: ['me.read'], expiresAt: hoursAhead(0, 1).to };

  return {
    'GET /api/v1/me': [{ path: () => '/me', reached: 200 }],
    'GET /api/v1/me/notices': [{ list: '/me/notices', shows: noticeId, demands: told }],
    'POST /api/v1/me/notices/read': [
      { list: '/me/notices/read', body: { ids: [noticeId] }, shows: '"marked":1', demands: told },
    ],
    'GET /api/v1/units': [{ list: '/units', shows: unitId }],
    'GET /api/v1/places': [{ path: () => '/places?lon=116.54&lat=37.88', reached: 200 }],
    'GET /api/v1/users': [{ list: `/users?q=${targetUser.username}`, shows: targetUser.id }],
    'POST /api/v1/users': [
      {
        path: () => '/users',
        body: ({ name }) => ({
          username: `by.${name.replaceAll(/[^a-z]/g, '')}`.slice(0, 40),
          displayName: 'probe',
          unitId,
          roles: ['tester'],
        }),
        reached: 201,
        demands: manage,
      },
    ],
    'PATCH /api/v1/users/:id': [
      {
        path: () => `/users/${targetUser.id}`,
        body: () => ({ displayName: 'changed' }),
        reached: 200,
        demands: manage,
      },
    ],
    'POST /api/v1/users/:id/revoke-sessions': [
      { path: () => `/users/${targetUser.id}/revoke-sessions`, reached: 204, demands: manage },
    ],
    'POST /api/v1/users/:id/password-link': [
      { path: () => `/users/${targetUser.id}/password-link`, reached: 201, demands: manage },
    ],
    'GET /api/v1/api-keys': [{ list: '/api-keys', shows: apiKeyId, demands: keys }],
    'POST /api/v1/api-keys': [
      { variant: 'for oneself', path: () => '/api-keys', body: () => key, reached: 201 },
      {
        variant: 'for a person of the county',
        path: () => '/api-keys',
        body: () => ({ ...key, userId: officerId }),
        reached: 201,
        demands: () => [{ permission: 'apiKey.create', on: { userIds: [officerId] } }],
      },
    ],
    'DELETE /api/v1/api-keys/:id': [{ path: () => `/api-keys/${apiKeyId}`, reached: 204, demands: keys }],
    'GET /api/v1/audit': [
      {
        list: `/audit?actorId=${handlerId}&action=case.create`,
        shows: caseId,
        demands: () => [{ permission: 'audit.read', on: { unitIds: [unitId] } }],
      },
    ],
  };
}
