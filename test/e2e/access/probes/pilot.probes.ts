import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

/** What DJI Pilot 2 calls. Everybody's workspace is the own unit. */
export function pilotProbes({ county, cast }: Scene): Probes {
  const { caseId, lent, mark, sessionId, waylineId } = county;
  const own = cast.unitOf('own county');
  const inWorkspace: Demand = { permission: 'pilotWorkspace.use', on: { unitIds: [own] } };
  const position = (): readonly Demand[] => [{ permission: 'position.read', on: { unitIds: [own], caseId } }];
  const refreshed = [{ path: () => '//manage/api/v1/token/refresh', reached: 401 }];
  const onMark: Demand = { permission: 'session.command', on: { unitIds: [own], sessionId: mark.sessionId } };
  /** Only those who take part may draw; the others see the session. */
  const takesPart = (): Demand => ({
    permission: 'session.command',
    on: { sessionId: mark.sessionId },
    sees: 'unit.list',
  });
  const content = {
    type: 'Feature',
    properties: { color: '#2D8CF0' },
    geometry: { type: 'Point', coordinates: [116.54, 37.89] },
  };
  const library = (path: string) => () => `//wayline/api/v1/workspaces/${own}/${path}`;
  const onWayline: Demand = { permission: 'flight.read', on: { unitIds: [own] } };
  const map = `//map/api/v1/workspaces/${own}`;
  return {
    'GET /map/api/v1/workspaces/:workspaceId/element-groups': [
      { path: () => `${map}/element-groups`, reached: 200, demands: () => [inWorkspace] },
    ],
    'PUT /map/api/v1/workspaces/:workspaceId/elements/:id': [
      {
        path: () => `${map}/elements/${mark.featureId}`,
        body: () => ({ name: 'x', content }),
        reached: 'BAD_STATE',
        demands: () => [inWorkspace, onMark, takesPart()],
      },
    ],
    'DELETE /map/api/v1/workspaces/:workspaceId/elements/:id': [
      {
        path: () => `${map}/elements/${mark.featureId}`,
        reached: 'BAD_STATE',
        demands: () => [inWorkspace, onMark, takesPart()],
      },
    ],
    'POST /map/api/v1/workspaces/:workspaceId/element-groups/:groupId/elements': [
      {
        path: () => `${map}/element-groups/${mark.sessionId}/elements`,
        body: () => ({ id: sessionId, name: 'x', resource: { content } }),
        reached: 'BAD_STATE',
        demands: () => [inWorkspace, onMark, takesPart()],
      },
      {
        variant: 'without a session',
        path: () => `${map}/element-groups/${own}/elements`,
        body: () => ({ id: sessionId, name: 'x', resource: { content } }),
        reached: 'NO_RUNNING_SESSION',
        demands: () => [inWorkspace],
      },
    ],
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
    'GET /wayline/api/v1/workspaces/:workspaceId/waylines': [
      { path: library('waylines'), reached: 200, demands: () => [inWorkspace] },
      {
        variant: 'in the own workspace',
        list: ({ unitId }) => `//wayline/api/v1/workspaces/${unitId}/waylines?page_size=100`,
        shows: waylineId,
        demands: () => [onWayline],
      },
    ],
    'GET /wayline/api/v1/workspaces/:workspaceId/waylines/duplicate-names': [
      { path: library('waylines/duplicate-names?name=x'), reached: 200, demands: () => [inWorkspace] },
    ],
    // Led on to the file itself.
    'GET /wayline/api/v1/workspaces/:workspaceId/waylines/:id/url': [
      { path: library(`waylines/${waylineId}/url`), reached: 200, demands: () => [inWorkspace, onWayline] },
    ],
    'POST /wayline/api/v1/workspaces/:workspaceId/upload-callback': [
      {
        path: library('upload-callback'),
        body: () => ({ name: 'x', object_key: 'x' }),
        reached: 'WAYLINE_NOT_UPLOADED',
        demands: () => [inWorkspace],
      },
    ],
    'POST /wayline/api/v1/workspaces/:workspaceId/favorites': [
      { path: library(`favorites?id=${waylineId}`), reached: 200, demands: () => [inWorkspace, onWayline] },
    ],
    'DELETE /wayline/api/v1/workspaces/:workspaceId/favorites': [
      { path: library(`favorites?id=${waylineId}`), reached: 200, demands: () => [inWorkspace, onWayline] },
    ],
  };
}
