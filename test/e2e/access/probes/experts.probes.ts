import { randomUUID } from 'node:crypto';
import { ledgerForm } from '../../../factories/ledger.js';
import type { Probes, Scene } from '../probe.js';
import type { Person } from '../cast.js';
import type { Demand } from '../verdict.js';

export function expertsProbes({ county, cast }: Scene): Probes {
  const { institutionId, expertId } = county.experts;
  const kept = (): readonly Demand[] => [{ permission: 'expert.manage', on: { unitIds: [cast.unitOf('own county')] } }];
  const own = ({ unitId }: Person): readonly Demand[] => [{ permission: 'expert.manage', on: { unitIds: [unitId] } }];

  return {
    'GET /api/v1/experts': [{ list: '/experts?limit=500', shows: expertId }],
    'POST /api/v1/experts': [
      { path: () => '/experts', body: () => ({ name: randomUUID(), fields: ['air'] }), reached: 201, demands: own },
    ],
    'GET /api/v1/experts/:id': [{ path: () => `/experts/${expertId}`, reached: 200 }],
    'PATCH /api/v1/experts/:id': [
      { path: () => `/experts/${expertId}`, body: () => ({}), reached: 200, demands: kept },
    ],
    'POST /api/v1/experts/import': [
      {
        path: () => '/experts/import',
        body: () => ledgerForm('a', {}),
        reached: 'REGISTER_METADATA_INVALID',
        demands: own,
      },
    ],
    'GET /api/v1/institutions': [{ list: '/institutions?limit=500', shows: institutionId }],
    'POST /api/v1/institutions': [
      { path: () => '/institutions', body: () => ({ name: randomUUID() }), reached: 201, demands: own },
    ],
    'GET /api/v1/institutions/:id': [{ path: () => `/institutions/${institutionId}`, reached: 200 }],
    'PATCH /api/v1/institutions/:id': [
      { path: () => `/institutions/${institutionId}`, body: () => ({}), reached: 200, demands: kept },
    ],
  };
}
