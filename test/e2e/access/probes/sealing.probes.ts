import { randomUUID } from 'node:crypto';
import { recordBody } from '../furniture/site-records.js';
import type { Probe, Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

/** Lists, pairs, on-site records, seals, and the course of a case. */
export function sealingProbes({ county, cast }: Scene): Probes {
  const { caseId, evidenceId, looseEvidenceId, siteRecordId } = county;
  const on = { unitIds: [cast.unitOf('own county')], caseId };
  const withCase = (permission: Demand['permission']) => (): readonly Demand[] => [
    { permission: 'case.read', on },
    { permission, on },
  ];
  const read = withCase('evidence.read');
  const attach = withCase('evidence.attach');
  const record = withCase('evidence.record');
  const caseFile = (permission: 'case.read' | 'case.change') => (): readonly Demand[] => [{ permission, on }];
  const item = (permission: Demand['permission']) => (): readonly Demand[] => [
    { permission: 'evidence.read', on },
    { permission, on },
  ];
  const got = (path: string, demands: () => readonly Demand[]): readonly Probe[] => [
    { path: () => path, reached: 200, demands },
  ];
  const sent = (
    path: () => string,
    body: unknown,
    reached: string,
    demands: () => readonly Demand[],
  ): readonly Probe[] => [{ path, body: () => body, reached, demands }];

  return {
    'POST /api/v1/cases/:id/stages': sent(
      () => `/cases/${caseId}/stages`,
      { to: 'clue', reason: 'probe' },
      'CASE_STAGE_UNREACHABLE',
      caseFile('case.change'),
    ),
    'GET /api/v1/cases/:id/stages': got(`/cases/${caseId}/stages`, caseFile('case.read')),
    'PUT /api/v1/cases/:id/follow-up': sent(
      () => `/cases/${caseId}/follow-up`,
      { on: '2000-01-01' },
      'CASE_FOLLOW_UP_PAST',
      caseFile('case.change'),
    ),
    'GET /api/v1/cases/:id/map': got(`/cases/${caseId}/map`, read),
    'GET /api/v1/cases/:id/timeline': got(`/cases/${caseId}/timeline`, read),
    'PUT /api/v1/cases/:id/evidence/order': sent(
      () => `/cases/${caseId}/evidence/order`,
      { evidenceIds: [randomUUID()] },
      'CASE_LIST_CHANGED',
      attach,
    ),
    'GET /api/v1/cases/:id/evidence/detached': got(`/cases/${caseId}/evidence/detached`, read),
    'POST /api/v1/cases/:id/evidence/:evidenceId/detach': sent(
      () => `/cases/${caseId}/evidence/${randomUUID()}/detach`,
      { reason: 'probe' },
      'EVIDENCE_NOT_ATTACHED',
      attach,
    ),
    'POST /api/v1/cases/:id/pairs': sent(
      () => `/cases/${caseId}/pairs`,
      { beforeItemId: evidenceId, afterItemId: looseEvidenceId },
      'EVIDENCE_NOT_ATTACHED',
      attach,
    ),
    'GET /api/v1/cases/:id/pairs': got(`/cases/${caseId}/pairs`, read),
    'GET /api/v1/cases/:id/pairs/suggestions': got(`/cases/${caseId}/pairs/suggestions`, read),
    'GET /api/v1/site-records': got(`/site-records?caseId=${caseId}`, read),
    'PUT /api/v1/site-records/:id': sent(
      () => `/site-records/${randomUUID()}`,
      recordBody(caseId, randomUUID()),
      'SITE_RECORD_PERSON_UNKNOWN',
      record,
    ),
    'GET /api/v1/site-records/:id': got(`/site-records/${siteRecordId}`, read),
    'POST /api/v1/site-records/:id/signatures': sent(
      () => `/site-records/${siteRecordId}/signatures`,
      { digest: '0'.repeat(64), partyRefusal: 'probe' },
      'SITE_RECORD_DIGEST_DIFFERS',
      () => [...read(), ...record()],
    ),
    'GET /api/v1/site-records/:id/paper': got(`/site-records/${siteRecordId}/paper`, read),
    'GET /api/v1/evidence/:id/seal': got(`/evidence/${evidenceId}/seal`, item('evidence.read')),
    'POST /api/v1/evidence/:id/seal': sent(
      () => `/evidence/${evidenceId}/seal`,
      {},
      'SEAL_RULES_UNMET',
      item('evidence.seal'),
    ),
    'POST /api/v1/cases/:id/seal': sent(
      () => `/cases/${caseId}/seal`,
      { evidenceIds: [randomUUID()] },
      'EVIDENCE_NOT_ATTACHED',
      withCase('evidence.seal'),
    ),
    'POST /api/v1/evidence/:id/corrections': sent(
      () => `/evidence/${evidenceId}/corrections`,
      { text: 'probe' },
      'EVIDENCE_NOT_SEALED',
      item('evidence.seal'),
    ),
    'GET /api/v1/evidence/:id/corrections': got(`/evidence/${evidenceId}/corrections`, item('evidence.read')),
  };
}
