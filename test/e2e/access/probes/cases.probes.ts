import { randomUUID } from 'node:crypto';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function casesProbes({ county, cast }: Scene): Probes {
  const { caseId, caseNumber, leavers } = county;
  const unitIds = [cast.unitOf('own county')];
  const memberId = cast.of('member of the case', 'pilot').id;
  const read = (): readonly Demand[] => [{ permission: 'case.read', on: { unitIds, caseId } }];
  const change = (): readonly Demand[] => [{ permission: 'case.change', on: { unitIds, caseId } }];

  return {
    'GET /api/v1/cases': [{ list: `/cases?q=${encodeURIComponent(caseNumber)}`, shows: caseId, demands: read }],
    'POST /api/v1/cases': [
      {
        path: () => '/cases',
        body: () => ({ number: randomUUID(), title: 'probe', domain: 'environment' }),
        reached: 201,
        demands: ({ unitId }) => [{ permission: 'case.create', on: { unitIds: [unitId] } }],
      },
    ],
    'GET /api/v1/cases/:id': [{ path: () => `/cases/${caseId}`, reached: 200, demands: read }],
    'POST /api/v1/cases/:id/members': [
      { path: () => `/cases/${caseId}/members`, body: () => ({ userId: memberId }), reached: 201, demands: change },
    ],
    'DELETE /api/v1/cases/:id/members/:userId': [
      { path: (person) => `/cases/${caseId}/members/${leavers.get(person)}`, reached: 204, demands: change },
    ],
  };
}
