import { SIGNATURE } from '../furniture/custody.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const NO_VERSION = 1_000_000;

export function custodyProbes({ county, cast }: Scene): Probes {
  const [holder, owner] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { caseId, meter, lent } = county;
  const { handOverId, receiverId, journeyId } = county.custody;
  const pilot = cast.of('own county', 'pilot');
  const checkOut = `/check-outs/${lent.checkOutId}`;
  /** The owner of a lent device counts like the holder. */
  const both = { unitIds: [holder, owner], caseId };
  const roots = [...cast.parents].flatMap(([id, parentId]) => (parentId === null ? [id] : []));

  const readsCheckOut: Demand = { permission: 'custody.read', on: both };
  /** Everybody who reads the check-out knows that there is a holder; nobody else may act as the holder. */
  const isHolder: Demand = { permission: 'me.read', on: { userIds: [pilot.id] }, sees: 'unit.list' };
  /** To others there is no offer. */
  const isReceiver: Demand = { permission: 'me.read', on: { userIds: [receiverId] } };
  const answer = (verb: string, body: unknown) => ({
    path: () => `${checkOut}/${verb}`,
    body: () => body,
    reached: 'HAND_OVER_SETTLED',
    demands: () => [isReceiver],
  });

  const readsJourney: Demand = { permission: 'loan.read', on: { unitIds: [holder, owner] } };
  const advances = (unitIds: readonly string[]): Demand => ({
    permission: 'loan.advance',
    on: { unitIds },
    sees: 'device.list',
  });
  const step = (variant: string, unitIds: readonly string[], said: Record<string, string>) => ({
    variant,
    path: () => '/loan-journeys/advance',
    body: () => ({ journeyIds: [journeyId], ...said }),
    reached: 'JOURNEY_STATE',
    demands: () => [readsJourney, advances(unitIds)],
  });

  return {
    'GET /api/v1/device-kinds/:code/checklist': [{ path: () => '/device-kinds/mavic-3t/checklist', reached: 200 }],
    'POST /api/v1/device-kinds/:code/checklist': [
      {
        path: () => '/device-kinds/mavic-3t/checklist',
        body: () => ({ basedOn: NO_VERSION, mandatory: false, items: [itemOf('complete')] }),
        reached: 'CHECKLIST_CHANGED',
        demands: () => roots.map((root) => ({ permission: 'checklist.manage', on: { unitIds: [root] } }) as const),
      },
    ],
    'GET /api/v1/devices/:id/checklist': [
      { path: () => `/devices/${lent.id}/checklist?moment=hand_back`, reached: 200 },
      {
        variant: 'with what the registry answers',
        list: `/devices/${meter.id}/checklist?moment=check_out`,
        shows: '2099-12-31',
        demands: () => [{ permission: 'device.readParty', on: { unitIds: [holder] } }],
      },
    ],
    'POST /api/v1/check-outs/batch': [
      { path: () => '/check-outs/batch', body: () => ({ codes: ['PROBE-NONE'] }), reached: 'BATCH_REFUSED' },
    ],
    'GET /api/v1/check-outs/:id/signatures': [
      { path: () => `${checkOut}/signatures`, reached: 200, demands: () => [readsCheckOut] },
    ],
    'GET /api/v1/hand-overs': [
      {
        list: '/hand-overs?state=refused',
        shows: handOverId,
        demands: () => [readsCheckOut],
      },
    ],
    'POST /api/v1/check-outs/:id/hand-over': [
      {
        path: () => `${checkOut}/hand-over`,
        body: ({ id }) => ({ toUserId: id, signature: SIGNATURE }),
        reached: 'HAND_OVER_TO_SELF',
        demands: () => [readsCheckOut, isHolder],
      },
    ],
    'POST /api/v1/check-outs/:id/withdraw-hand-over': [
      {
        path: () => `${checkOut}/withdraw-hand-over`,
        body: () => ({}),
        reached: 'HAND_OVER_NOT_OFFERED',
        demands: () => [readsCheckOut, isHolder],
      },
    ],
    'POST /api/v1/check-outs/:id/accept-hand-over': [answer('accept-hand-over', { signature: SIGNATURE })],
    'POST /api/v1/check-outs/:id/refuse-hand-over': [answer('refuse-hand-over', {})],
    'GET /api/v1/bookings/:id/loan-slip': [
      {
        path: () => `/bookings/${lent.bookingId}/loan-slip`,
        reached: 200,
        demands: () => [{ permission: 'booking.read', on: both }],
      },
    ],
    'GET /api/v1/loan-journeys': [
      { list: `/loan-journeys?unitId=${owner}`, shows: journeyId, demands: () => [readsJourney] },
    ],
    'GET /api/v1/loan-journeys/:id': [
      { path: () => `/loan-journeys/${journeyId}`, reached: 200, demands: () => [readsJourney] },
    ],
    'POST /api/v1/loan-journeys': [
      {
        path: () => '/loan-journeys',
        body: () => ({ bookingId: lent.bookingId, deviceIds: [lent.id] }),
        reached: 'BOOKING_NOT_OPEN',
        demands: () => [{ permission: 'booking.read', on: both }, advances([owner])],
      },
    ],
    'POST /api/v1/loan-journeys/advance': [
      step('as the owner', [owner], { to: 'cancelled' }),
      step('as the borrower', [holder], { to: 'received', condition: 'probe', signature: SIGNATURE }),
      step('as either', [owner, holder], { to: 'in_transit' }),
    ],
  };
}

function itemOf(code: string) {
  return { code, zh: '齐全', en: 'Complete', answerType: 'yes_no', required: true, when: 'both', blocks: false };
}
