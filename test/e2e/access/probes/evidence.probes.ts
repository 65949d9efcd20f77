import type { Person } from '../cast.js';
import type { Probe, Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function evidenceProbes({ county, cast }: Scene): Probes {
  const { caseId, evidenceId, looseEvidenceId, arriving } = county;
  const on = { unitIds: [cast.unitOf('own county')], caseId };
  const read = (): readonly Demand[] => [{ permission: 'evidence.read', on }];
  const attach: Demand = { permission: 'evidence.attach', on };
  /** Pilot's workspace is the unit. */
  const pilots = (name: string, reached: number, body: unknown): readonly Probe[] => [
    {
      path: () => `//media/api/v1/workspaces/${cast.unitOf('own county')}/${name}`,
      body: () => body,
      reached,
      demands: () => [{ permission: 'evidence.create', on: { unitIds: on.unitIds } }],
    },
  ];
  const page = (name: string) => [{ path: () => `/evidence/${evidenceId}${name}`, reached: 200, demands: read }];

  const create: Demand = { permission: 'evidence.create', on };
  /** An upload is its owner's alone; after access the protocol asks for its version, which nobody says here. */
  const owned = (): readonly Probe[] => [
    {
      path: () => `/uploads/${arriving.uploadId}`,
      reached: 412,
      demands: ({ id }: Person) => (id === arriving.owner.id ? [] : [{ permission: 'evidence.create', on: {} }]),
    },
  ];

  return {
    'POST /api/v1/uploads': [{ path: () => '/uploads', reached: 'TUS_VERSION' }],
    'HEAD /api/v1/uploads/:id': owned(),
    'PATCH /api/v1/uploads/:id': owned(),
    'DELETE /api/v1/uploads/:id': owned(),
    'POST /api/v1/evidence-intakes': [
      {
        path: () => '/evidence-intakes',
        body: () => ({ caseId }),
        reached: 201,
        demands: () => [{ permission: 'case.read', on }, create],
      },
    ],
    'GET /api/v1/evidence-intakes/:id': [
      { path: () => `/evidence-intakes/${arriving.intakeId}`, reached: 200, demands: read },
    ],
    'GET /api/v1/evidence-intakes/:id/files': [
      { path: () => `/evidence-intakes/${arriving.intakeId}/files`, reached: 200, demands: read },
    ],
    'POST /api/v1/evidence-intakes/:id/close': [
      { path: () => `/evidence-intakes/${arriving.intakeId}/close`, reached: 200, demands: () => [create] },
    ],
    'POST /media/api/v1/workspaces/:workspaceId/fast-upload': pilots('fast-upload', 200, { name: 'x' }),
    'POST /media/api/v1/workspaces/:workspaceId/files/tiny-fingerprints': pilots('files/tiny-fingerprints', 200, {
      tiny_fingerprints: ['x'],
    }),
    'POST /media/api/v1/workspaces/:workspaceId/upload-callback': pilots('upload-callback', 422, { object_key: 'x' }),
    'POST /media/api/v1/workspaces/:workspaceId/group-upload-callback': pilots('group-upload-callback', 200, {
      file_group_id: 'x',
    }),
    'GET /api/v1/evidence': [{ list: '/evidence?kind=photo&limit=200', shows: evidenceId, demands: read }],
    'POST /api/v1/evidence': [
      {
        path: () => '/evidence',
        body: () => emptyUpload(caseId),
        reached: 'EVIDENCE_EMPTY',
        demands: () => [
          { permission: 'case.read', on },
          { permission: 'evidence.create', on },
        ],
      },
    ],
    'GET /api/v1/evidence/:id': page(''),
    'GET /api/v1/evidence/:id/original': page('/original'),
    'GET /api/v1/evidence/:id/renditions/:name': page('/renditions/thumbnail'),
    'GET /api/v1/evidence/:id/corroboration': page('/corroboration'),
    'POST /api/v1/evidence/:id/corroboration': [
      { path: () => `/evidence/${evidenceId}/corroboration`, reached: 201, demands: read },
    ],
    'GET /api/v1/evidence/:id/proof': page('/proof'),
    'GET /api/v1/log/sheets/:day': [{ path: () => '/log/sheets/1999-01-01', reached: 'LOG_CHECKPOINT_UNKNOWN' }],
    'POST /api/v1/evidence/:id/position-claims': [
      {
        path: () => `/evidence/${evidenceId}/position-claims`,
        body: () => ({ lon: 116.54, lat: 37.88, reason: '现场辨认' }),
        reached: 201,
        demands: () => [{ permission: 'evidence.claim', on }, ...read()],
      },
    ],
    'GET /api/v1/flights/:id/completeness': [
      { path: () => `/flights/${county.flightId}/completeness`, reached: 200, demands: read },
    ],
    'POST /api/v1/flights/:id/completeness/reasons': [
      {
        path: () => `/flights/${county.flightId}/completeness/reasons`,
        body: () => ({ from: 1, to: 2, code: 'test_shot', text: '试拍' }),
        reached: 201,
        demands: () => [{ permission: 'evidence.claim', on }],
      },
    ],
    'GET /api/v1/evidence/:id/chain': page('/chain'),
    'GET /api/v1/cases/:id/evidence': [
      {
        path: () => `/cases/${caseId}/evidence`,
        reached: 200,
        demands: () => [{ permission: 'case.read', on }, ...read()],
      },
    ],
    'POST /api/v1/cases/:id/evidence': [
      {
        path: () => `/cases/${caseId}/evidence`,
        body: () => ({ evidenceId }),
        reached: 'EVIDENCE_ALREADY_ATTACHED',
        demands: () => [{ permission: 'case.read', on }, attach],
      },
      {
        variant: 'to a case of one’s own',
        path: ({ unitId }: Person) => `/cases/${county.cases.get(unitId)}/evidence`,
        body: () => ({ evidenceId: looseEvidenceId }),
        reached: 'EVIDENCE_ALREADY_ATTACHED',
        demands: () => [{ permission: 'evidence.attach', on: { unitIds: on.unitIds } }],
      },
    ],
  };
}

function emptyUpload(caseId: string): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ kind: 'document', caseId }));
  form.append('file', new Blob([]), 'empty.pdf');
  return form;
}
