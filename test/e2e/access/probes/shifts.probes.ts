import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function shiftProbes({ county, cast }: Scene): Probes {
  const { handoverId, giverId, takerId } = county.shift;
  const unit = cast.unitOf('own county');
  const ofUnit = (): readonly Demand[] => [{ permission: 'shift.read', on: { unitIds: [unit] } }];
  const upTo = (userId: string) => (): readonly Demand[] => [
    ...ofUnit(),
    { permission: 'shift.answer', on: { unitIds: [unit], userIds: [userId] } },
  ];

  return {
    'GET /api/v1/shift-board': [{ path: () => `/shift-board?unit=${unit}`, reached: 200, demands: ofUnit }],
    'GET /api/v1/shift-handovers': [{ path: () => `/shift-handovers?unit=${unit}`, reached: 200, demands: ofUnit }],
    'GET /api/v1/shift-handovers/:id': [
      { path: () => `/shift-handovers/${handoverId}`, reached: 200, demands: ofUnit },
    ],
    'GET /api/v1/shift-handovers/:id/sheet': [
      { path: () => `/shift-handovers/${handoverId}/sheet`, reached: 200, demands: ofUnit },
    ],
    'POST /api/v1/shift-handovers': [
      {
        path: () => '/shift-handovers',
        body: ({ id }) => ({ desk: 'command', toUserId: id }),
        reached: 'CANNOT_TAKE_SHIFT',
        demands: ({ unitId }) => [{ permission: 'shift.handOver', on: { unitIds: [unitId] } }],
      },
    ],
    'POST /api/v1/shift-handovers/:id/take': [
      {
        path: () => `/shift-handovers/${handoverId}/take`,
        body: () => ({}),
        reached: 'BAD_STATE',
        demands: upTo(takerId),
      },
    ],
    'POST /api/v1/shift-handovers/:id/decline': [
      {
        path: () => `/shift-handovers/${handoverId}/decline`,
        body: () => ({ reason: '生病' }),
        reached: 'BAD_STATE',
        demands: upTo(takerId),
      },
    ],
    'POST /api/v1/shift-handovers/:id/withdraw': [
      { path: () => `/shift-handovers/${handoverId}/withdraw`, reached: 'BAD_STATE', demands: upTo(giverId) },
    ],
  };
}
