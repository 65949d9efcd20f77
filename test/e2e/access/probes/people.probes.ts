import { hoursAhead } from '../../missions/mission-kit.js';
import { absenceOf, certificateOf, licenceOf, shiftOf } from '../furniture/people.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function peopleProbes({ county, cast }: Scene): Probes {
  const unitIds = [cast.unitOf('own county')];
  const { certificateId, unitCertificateId, recordedId, qualificationId, withdrawnId, absences, shifts } =
    county.records;
  const about = (permission: Demand['permission']) => (): readonly Demand[] => [
    { permission, on: { unitIds, userIds: [recordedId] } },
  ];
  const { from, to } = absenceOf(recordedId).during;

  return {
    'GET /api/v1/qualifications': [
      {
        list: `/qualifications?userId=${recordedId}`,
        shows: qualificationId,
        demands: about('qualification.read'),
      },
    ],
    'POST /api/v1/qualifications': [
      {
        path: () => '/qualifications',
        body: () => licenceOf(recordedId, 'PROBE-1'),
        reached: 'QUALIFICATION_EXISTS',
        demands: about('qualification.manage'),
      },
    ],
    'POST /api/v1/qualifications/:id/withdraw': [
      {
        path: () => `/qualifications/${withdrawnId}/withdraw`,
        body: () => ({ reason: '注销' }),
        reached: 'QUALIFICATION_WITHDRAWN',
        demands: about('qualification.manage'),
      },
    ],
    'GET /api/v1/unit-certificates': [{ list: '/unit-certificates?limit=500', shows: unitCertificateId }],
    'POST /api/v1/unit-certificates': [
      {
        path: () => '/unit-certificates',
        body: () => certificateOf(unitIds[0] ?? '', 'PROBE-4'),
        reached: 'UNIT_CERTIFICATE_EXISTS',
        demands: () => [{ permission: 'unitCertificate.manage', on: { unitIds } }],
      },
    ],
    'POST /api/v1/unit-certificates/:id/withdraw': [
      {
        path: () => `/unit-certificates/${certificateId}/withdraw`,
        body: () => ({ reason: '注销' }),
        reached: 'UNIT_CERTIFICATE_WITHDRAWN',
        demands: () => [{ permission: 'unitCertificate.manage', on: { unitIds } }],
      },
    ],
    'GET /api/v1/absences': [
      {
        list: `/absences?userId=${recordedId}&from=${from}&to=${to}&limit=500`,
        shows: recordedId,
        demands: about('absence.read'),
      },
    ],
    'POST /api/v1/absences': [
      {
        variant: 'of oneself',
        path: () => '/absences',
        body: ({ id }) => absenceOf(id),
        reached: 201,
      },
      {
        variant: 'of another',
        path: () => '/absences',
        body: () => absenceOf(recordedId),
        reached: 201,
        demands: about('absence.manageOfOthers'),
      },
    ],
    'DELETE /api/v1/absences/:id': [
      {
        path: (person) => `/absences/${absences.get(person) ?? qualificationId}`,
        reached: 204,
        demands: about('absence.manageOfOthers'),
      },
    ],
    'GET /api/v1/users/:id/contact': [
      {
        variant: 'of oneself',
        path: ({ id }) => `/users/${id}/contact`,
        reached: 200,
      },
      {
        variant: 'of another',
        path: () => `/users/${recordedId}/contact`,
        reached: 200,
        demands: about('contact.readOfOthers'),
      },
    ],
    'PUT /api/v1/users/:id/contact': [
      {
        variant: 'of oneself',
        path: ({ id }) => `/users/${id}/contact`,
        body: () => ({ mobile: '13800000000', email: null }),
        reached: 200,
      },
      {
        variant: 'of another',
        path: () => `/users/${recordedId}/contact`,
        body: () => ({ mobile: '13800000000', email: null }),
        reached: 200,
        demands: about('contact.manageOfOthers'),
      },
    ],
    'GET /api/v1/roster': [
      {
        list: `/roster?unit=${unitIds[0]}&from=${hoursAhead(999, 1_000).from}&to=${hoursAhead(1_000, 1_001).to}`,
        shows: recordedId,
      },
    ],
    'POST /api/v1/roster': [
      {
        path: () => '/roster',
        body: () => shiftOf(recordedId, 0),
        reached: 'ON_DUTY_ALREADY',
        demands: about('roster.manage'),
      },
    ],
    'DELETE /api/v1/roster/:id': [
      {
        path: (person) => `/roster/${shifts.get(person) ?? qualificationId}`,
        reached: 204,
        demands: about('roster.manage'),
      },
    ],
    'GET /api/v1/crew': [{ path: () => `/crew?capacity=pilot&from=${from}&to=${to}`, reached: 200 }],
  };
}
