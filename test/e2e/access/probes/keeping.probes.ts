import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

/** An id nobody has: whoever comes past the permission is told that there is none. */
const NOBODYS = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Custody, the integrity of originals, holds and removals. */
export function keepingProbes({ county, cast }: Scene): Probes {
  const { caseId, evidenceId, keeping } = county;
  const unitIds = [cast.unitOf('own county')];
  const on = { unitIds, caseId };
  const read: Demand = { permission: 'evidence.read', on };
  const reason = { reason: '复查' };

  return {
    'GET /api/v1/evidence/:id/custody': [
      { path: () => `/evidence/${evidenceId}/custody`, reached: 200, demands: () => [read] },
    ],
    'GET /api/v1/evidence/:id/custody/report': [
      { path: () => `/evidence/${evidenceId}/custody/report`, reached: 200, demands: () => [read] },
    ],
    'GET /api/v1/cases/:id/custody': [
      {
        path: () => `/cases/${caseId}/custody`,
        reached: 200,
        demands: () => [{ permission: 'case.read', on }, read],
      },
    ],
    'POST /api/v1/evidence/:id/links': [
      {
        path: () => `/evidence/${evidenceId}/links`,
        body: () => ({}),
        reached: 201,
        demands: () => [{ permission: 'evidence.share', on }, read],
      },
    ],
    'POST /api/v1/evidence/:id/check': [
      {
        path: () => `/evidence/${evidenceId}/check`,
        body: () => ({}),
        reached: 200,
        demands: () => [{ permission: 'evidence.check', on }, read],
      },
    ],
    'GET /api/v1/integrity': [{ path: () => '/integrity', reached: 200 }],
    'GET /api/v1/integrity/findings': [{ path: () => '/integrity/findings', reached: 200 }],
    'POST /api/v1/integrity/sweeps': [{ path: () => '/integrity/sweeps', body: () => ({}), reached: 'SWEEP_RUNNING' }],
    'POST /api/v1/integrity/findings/:id/acceptance': [
      {
        path: () => `/integrity/findings/${keeping.findingId}/acceptance`,
        body: () => reason,
        reached: 'FINDING_NOT_OPEN',
      },
    ],
    'GET /api/v1/legal-holds': [
      {
        path: () => `/legal-holds?itemId=${evidenceId}`,
        reached: 200,
        demands: () => [{ permission: 'legalHold.read', on }, read],
      },
    ],
    'POST /api/v1/legal-holds': [
      {
        path: () => '/legal-holds',
        body: () => ({ itemId: evidenceId, ...reason, until: '2020-01-01T00:00:00Z' }),
        reached: 'HOLD_ENDS_IN_THE_PAST',
        demands: () => [{ permission: 'legalHold.place', on }, read],
      },
    ],
    'POST /api/v1/legal-holds/:id/release': [
      {
        path: () => `/legal-holds/${keeping.holdId}/release`,
        body: () => reason,
        reached: 'HOLD_RELEASED',
        demands: () => [{ permission: 'legalHold.release', on }, read],
      },
    ],
    'GET /api/v1/retention/policies': [{ path: () => '/retention/policies', reached: 200 }],
    'POST /api/v1/retention/policies': [
      {
        path: () => '/retention/policies',
        body: () => ({ keepMonths: 600, basis: '试' }),
        reached: 'POLICY_IN_FORCE',
        demands: () => [{ permission: 'retention.manage', on: { unitIds: [cast.unitOf('province')] } }],
      },
    ],
    'POST /api/v1/retention/policies/:id/end': [
      {
        path: () => `/retention/policies/${NOBODYS}/end`,
        body: () => ({}),
        reached: 404,
        demands: () => [{ permission: 'retention.manage', on: { unitIds: [cast.unitOf('province')] } }],
      },
    ],
    'GET /api/v1/retention/due': [
      {
        list: '/retention/due?limit=500',
        shows: keeping.dueId,
        demands: () => [{ permission: 'removal.read', on: keeping.of }],
      },
    ],
    'GET /api/v1/removals': [
      {
        list: '/removals?limit=500',
        shows: keeping.dueId,
        demands: () => [{ permission: 'removal.read', on: keeping.of }],
      },
    ],
    'POST /api/v1/removals': [
      {
        path: () => '/removals',
        body: () => ({ itemId: keeping.dueId, ...reason }),
        reached: 'REMOVAL_PROPOSED_ALREADY',
        demands: () => [
          { permission: 'removal.propose', on: keeping.of },
          { permission: 'evidence.read', on: keeping.of },
        ],
      },
    ],
    'POST /api/v1/removals/:id/confirmation': [
      {
        path: () => `/removals/${keeping.withdrawnId}/confirmation`,
        body: () => reason,
        reached: 'REMOVAL_DECIDED',
        demands: () => [
          { permission: 'removal.confirm', on: keeping.of },
          { permission: 'evidence.read', on: keeping.of },
        ],
      },
    ],
    'POST /api/v1/removals/:id/withdrawal': [
      {
        path: () => `/removals/${keeping.withdrawnId}/withdrawal`,
        body: () => reason,
        reached: 'REMOVAL_DECIDED',
        demands: () => [
          { permission: 'removal.propose', on: keeping.of },
          { permission: 'evidence.read', on: keeping.of },
        ],
      },
    ],
  };
}
