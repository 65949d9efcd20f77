import { randomUUID } from 'node:crypto';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function commandProbes({ county, cast }: Scene): Probes {
  const { caseId, sessionId, orderId } = county;
  const unitIds = [cast.unitOf('own county')];
  const on = { unitIds, sessionId };
  const concerned = [cast.of('own county', 'commander').id, cast.of('own county', 'field_officer').id];
  const read = (): readonly Demand[] => [{ permission: 'session.read', on }];

  return {
    'GET /api/v1/command-sessions': [{ list: '/command-sessions?limit=200', shows: sessionId, demands: read }],
    'POST /api/v1/command-sessions': [
      {
        path: () => '/command-sessions',
        body: () => ({ caseId, title: 'probe', kind: 'dispatch' }),
        reached: 201,
        demands: ({ unitId }) => [
          { permission: 'session.create', on: { unitIds: [unitId] } },
          { permission: 'case.read', on: { unitIds, caseId } },
        ],
      },
    ],
    'GET /api/v1/command-sessions/:id': [{ path: () => `/command-sessions/${sessionId}`, reached: 200, demands: read }],
    'GET /api/v1/command-sessions/:id/snapshot': [
      { path: () => `/command-sessions/${sessionId}/snapshot`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/events': [
      { path: () => `/command-sessions/${sessionId}/events`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/dispatch-candidates': [
      {
        path: () =>
          `/command-sessions/${sessionId}/dispatch-candidates?lon=116.5&lat=37.9&from=2040-01-01T00:00:00Z&to=2040-01-01T08:00:00Z`,
        reached: 'BAD_STATE',
        demands: () => [{ permission: 'session.command', on }],
      },
    ],
    'GET /api/v1/command-sessions/:id/requests': [
      { path: () => `/command-sessions/${sessionId}/requests`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/timeline': [
      { path: () => `/command-sessions/${sessionId}/timeline`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/record/withheld': [
      { path: () => `/command-sessions/${sessionId}/record/withheld`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/log': [
      { path: () => `/command-sessions/${sessionId}/log`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/log/paper': [
      { path: () => `/command-sessions/${sessionId}/log/paper`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/briefing': [
      { path: () => `/command-sessions/${sessionId}/briefing`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/briefing/paper': [
      { path: () => `/command-sessions/${sessionId}/briefing/paper`, reached: 200, demands: read },
    ],
    'POST /api/v1/command-sessions/:id/sitreps': [
      {
        path: () => `/command-sessions/${sessionId}/sitreps`,
        body: () => ({}),
        reached: 'BAD_STATE',
        demands: () => [{ permission: 'session.command', on }],
      },
    ],
    'GET /api/v1/command-sessions/:id/sitreps': [
      { path: () => `/command-sessions/${sessionId}/sitreps`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/sitreps/:number': [
      { path: () => `/command-sessions/${sessionId}/sitreps/1`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/sitreps/:number/paper': [
      { path: () => `/command-sessions/${sessionId}/sitreps/1/paper`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-counts': [
      {
        path: () => `/command-counts?from=2026-01-01&to=2026-02-01&unit=${unitIds[0]}`,
        reached: 200,
        demands: () => [{ permission: 'session.read', on: { unitIds } }],
      },
    ],
    'GET /api/v1/command-counts/file': [
      {
        path: () => `/command-counts/file?from=2026-01-01&to=2026-02-01&unit=${unitIds[0]}`,
        reached: 200,
        demands: () => [{ permission: 'session.read', on: { unitIds } }],
      },
    ],
    'GET /api/v1/command-sessions/:id/replay': [
      { path: () => `/command-sessions/${sessionId}/replay`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/map': [
      { path: () => `/command-sessions/${sessionId}/map`, reached: 200, demands: read },
    ],
    'GET /api/v1/command-sessions/:id/reads': [
      { path: () => `/command-sessions/${sessionId}/reads`, reached: 200, demands: read },
    ],
    'POST /api/v1/command-sessions/:id/reads': [
      {
        path: () => `/command-sessions/${sessionId}/reads`,
        body: () => ({ readUpTo: 1 }),
        reached: 'BAD_STATE',
        demands: () => [{ permission: 'session.command', on }],
      },
    ],
    'POST /api/v1/command-sessions/:id/commands': [
      {
        path: () => `/command-sessions/${sessionId}/commands`,
        body: () => ({ ...joining(), cmdId: randomUUID() }),
        reached: 'BAD_STATE',
        demands: () => [{ permission: 'session.command', on }],
      },
    ],
    'GET /api/v1/escalation-policies': [{ path: () => `/escalation-policies?unitId=${unitIds[0]}`, reached: 200 }],
    'PUT /api/v1/escalation-policies/:unitId/:priority': [
      {
        path: () => `/escalation-policies/${unitIds[0]}/flash`,
        body: () => ({
          ackWithinSeconds: null,
          steps: [{ afterSeconds: 60, target: 'commander', channel: 'in_page', maxLoops: 1 }],
        }),
        reached: 200,
        demands: () => [{ permission: 'escalationPolicy.manage', on: { unitIds } }],
      },
    ],
    'DELETE /api/v1/escalation-policies/:unitId/:priority': [
      {
        path: () => `/escalation-policies/${unitIds[0]}/routine`,
        reached: 204,
        demands: () => [{ permission: 'escalationPolicy.manage', on: { unitIds } }],
      },
    ],
    ...Object.fromEntries(
      ['consultation', 'consultation/minutes.pdf', 'collection', 'collection/items'].map((path) => [
        `GET /api/v1/command-sessions/:id/${path}`,
        [{ path: () => `/command-sessions/${sessionId}/${path}`, reached: 'WRONG_SESSION_KIND', demands: read }],
      ]),
    ),
    'GET /api/v1/orders': [
      {
        path: () => `/orders?sessionId=${sessionId}`,
        reached: 200,
        demands: () => [{ permission: 'order.read', on }],
      },
      {
        // The table would also give those above: without a session the list holds only what one issued or received.
        variant: 'that concern the caller',
        list: '/orders?limit=200',
        shows: orderId,
        demands: () => [{ permission: 'order.read', on: { userIds: concerned } }],
      },
    ],
    'GET /api/v1/orders/:id': [
      {
        path: () => `/orders/${orderId}`,
        reached: 200,
        demands: () => [{ permission: 'order.read', on: { ...on, userIds: concerned } }],
      },
    ],
  };
}

/** Everyone whom access lets near the session may join it, and is told that it is over. */
export function joining() {
  return { type: 'participant.join', v: 1, payload: {} };
}
