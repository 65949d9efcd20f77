import { wishOf } from '../../missions/assistance-kit.js';
import { hoursAhead } from '../../missions/mission-kit.js';
import type { Probe, Probes, Scene } from '../probe.js';
import type { Belonging, Demand } from '../verdict.js';

export function assistanceProbes({ county, cast }: Scene): Probes {
  const { caseId, drone, flightId } = county;
  const { requestId, withdrawnRequestId, askerId } = county.assistance;
  const unitIds = [cast.unitOf('own county')];
  const read: Demand = { permission: 'assistance.read', on: { unitIds, userIds: [askerId], caseId } };
  // Whoever reads it and may not do this is told so.
  const mayRead = (permission: Demand['permission'], on: Belonging) => (): readonly Demand[] => [
    read,
    { permission, on, sees: 'unit.list' },
  ];
  const change = mayRead('assistance.change', { userIds: [askerId], caseId });
  const answer = mayRead('assistance.answer', { unitIds });
  const assign = mayRead('assistance.assign', { unitIds });
  const carryOut = mayRead('assistance.carryOut', { unitIds });
  const step = (name: string, demands: typeof answer, body: unknown = { reason: 'probe' }): readonly Probe[] => [
    {
      path: () => `/assistance-requests/${withdrawnRequestId}/${name}`,
      body: () => body,
      reached: 'ASSISTANCE_STATE_CONFLICT',
      demands,
    },
  ];
  const people = [{ capacity: 'collector' }];
  const bookings = [{ during: hoursAhead(30, 31), purpose: 'probe', deviceIds: [drone.id], people }];
  const around = hoursAhead(0, 24);

  return {
    'POST /api/v1/assistance-requests': [
      {
        path: () => '/assistance-requests',
        body: () => wishOf(caseId, { dueAt: '2020-01-01T00:00:00Z' }),
        reached: 'ASSISTANCE_DEADLINE_PAST',
        demands: () => [
          { permission: 'case.read', on: { unitIds, caseId } },
          { permission: 'assistance.ask', on: { unitIds, caseId } },
        ],
      },
    ],
    'GET /api/v1/assistance-requests': [
      { list: `/assistance-requests?caseId=${caseId}`, shows: requestId, demands: () => [read] },
    ],
    'GET /api/v1/assistance-requests/:id': [
      { path: () => `/assistance-requests/${requestId}`, reached: 200, demands: () => [read] },
    ],
    'POST /api/v1/assistance-requests/:id/amend': step('amend', change, { purpose: 'probe' }),
    'POST /api/v1/assistance-requests/:id/withdraw': step('withdraw', change),
    'POST /api/v1/assistance-requests/:id/accept': step('accept', answer),
    'POST /api/v1/assistance-requests/:id/decline': step('decline', answer),
    'POST /api/v1/assistance-requests/:id/return': step('return', answer),
    'POST /api/v1/assistance-requests/:id/assign': step('assign', assign, { bookings }),
    'POST /api/v1/assistance-requests/:id/reassign': step('reassign', assign, { bookings, reason: 'probe' }),
    'POST /api/v1/assistance-requests/:id/start': step('start', carryOut),
    'POST /api/v1/assistance-requests/:id/close': step('close', carryOut, { text: 'probe' }),
    'POST /api/v1/assistance-requests/:id/not-done': step('not-done', carryOut),
    'GET /api/v1/missions/calendar': [
      {
        variant: 'a flight',
        list: `/missions/calendar?from=${around.from}&to=${around.to}&limit=500&unitId=${unitIds[0]}`,
        shows: flightId,
        demands: () => [{ permission: 'flight.read', on: { unitIds, caseId } }],
      },
      {
        variant: 'a request',
        list: `/missions/calendar?from=${hoursAhead(48, 96).from}&to=${hoursAhead(48, 96).to}&limit=500&unitId=${unitIds[0]}`,
        shows: requestId,
        demands: () => [read],
      },
    ],
  };
}
