import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

/** What DJI Pilot 2 calls. Everybody's workspace is the own unit. */
export function pilotProbes({ county, cast }: Scene): Probes {
  const { caseId, lent } = county;
  const own = cast.unitOf('own county');
  const inWorkspace: Demand = { permission: 'pilotWorkspace.use', on: { unitIds: [own] } };
  const position = (): readonly Demand[] => [{ permission: 'position.read', on: { unitIds: [own], caseId } }];
  const refreshed = [{ path: () => '//manage/api/v1/token/refresh', reached: 401 }];
  return {
    // A console's token is none of a controller: that is found out after access.
    'GET /manage/api/v1/token/refresh': refreshed,
    'POST /manage/api/v1/token/refresh': refreshed,
    'GET /manage/api/v1/workspaces/current': [{ path: () => '//manage/api/v1/workspaces/current', reached: 200 }],
    'POST /manage/api/v1/workspaces/:workspaceId/controller-line': [
      {
        path: () => `//manage/api/v1/workspaces/${own}/controller-line`,
        body: () => ({ controller_sn: lent.serial }),
        reached: 'DJI_NOT_SET_UP',
        demands: ({ id }) => [
          inWorkspace,
          {
            permission: 'pilotLine.open',
            on: { unitIds: [own], caseId, userIds: id === cast.of('own county', 'pilot').id ? [id] : [] },
          },
        ],
      },
    ],
    'GET /manage/api/v1/workspaces/:workspaceId/devices/topologies': [
      {
        path: () => `//manage/api/v1/workspaces/${own}/devices/topologies`,
        reached: 200,
        demands: () => [inWorkspace],
      },
      {
        variant: 'in the own workspace',
        list: ({ unitId }) => `//manage/api/v1/workspaces/${unitId}/devices/topologies`,
        shows: lent.serial,
        demands: position,
      },
    ],
  };
}
