import type { Person } from '../cast.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function exportsProbes({ county, cast }: Scene): Probes {
  const { caseId, discardedExportId, exportId, looseEvidenceId } = county;
  const asker = cast.of('own county', 'case_handler');
  const on = { unitIds: [cast.unitOf('own county')], caseId };
  const exported = (): readonly Demand[] => [{ permission: 'evidence.export', on }];
  // Made for the one who asked, with that one's eyes.
  const ofAsker = ({ id }: Person): readonly Demand[] =>
    id === asker.id ? exported() : [{ permission: 'evidence.export', on: {} }];
  return {
    'POST /api/v1/exports': [
      {
        path: () => '/exports',
        body: () => ({ caseId, purpose: '移送法院', itemIds: [looseEvidenceId] }),
        reached: 'EXPORT_ITEM_NOT_LISTED',
        demands: () => [{ permission: 'case.read', on }, ...exported()],
      },
    ],
    'GET /api/v1/exports': [{ list: '/exports?limit=200', shows: exportId, demands: exported }],
    'GET /api/v1/exports/:id': [{ path: () => `/exports/${exportId}`, reached: 200, demands: exported }],
    'GET /api/v1/exports/:id/bag': [
      {
        path: () => `/exports/${exportId}/bag`,
        reached: 200,
        demands: ofAsker,
      },
    ],
    // Discarded by the scene before: doing it again changes nothing.
    'POST /api/v1/exports/:id/discard': [
      { path: () => `/exports/${discardedExportId}/discard`, reached: 200, demands: ofAsker },
    ],
  };
}
