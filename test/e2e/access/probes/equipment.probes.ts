import { hoursAhead } from '../../missions/mission-kit.js';
import { ledgerForm } from '../../../factories/ledger.js';
import type { Person } from '../cast.js';
import { certificateOf, fileOf } from '../furniture/pool.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const NOTHING = new Uint8Array();

export function equipmentProbes({ county, cast }: Scene): Probes {
  const [holder, owner] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { caseId, drone, meter, lent, returned, booked, fileId, lotId, calibrationId, certificateNumber } = county;
  /** The owner of a lent device counts like the holder, as far as who and when; not why (decisions, 1 and 2). */
  const both = { unitIds: [holder, owner], caseId };
  const party = { unitIds: [holder], caseId };
  const seesCase: Demand = { permission: 'case.read', on: { unitIds: [holder], caseId } };
  const forOwnUnit = (permission: Demand['permission'], { unitId }: Person): Demand => ({
    permission,
    on: { unitIds: [unitId] },
  });

  const wish = { during: hoursAhead(0.1, 1), purpose: 'probe', deviceIds: [lent.id] };

  /** A change of the booking of its own device that is refused once access is granted. */
  const change = (verb: string, body: unknown, reached: string) => ({
    path: () => `/bookings/${booked.bookingId}/${verb}`,
    body: () => body,
    reached,
    demands: () => [{ permission: 'booking.change', on: { unitIds: [holder] } } as const],
  });
  const answer = (verb: string, body: unknown) => ({
    path: () => `/bookings/${booked.bookingId}/${verb}`,
    body: () => body,
    reached: 'LOAN_NOT_ASKED',
    demands: () => [{ permission: 'booking.decide', on: { unitIds: [holder] } } as const],
  });

  return {
    'GET /api/v1/device-kinds': [{ list: '/device-kinds', shows: 'mavic-3t' }],
    'GET /api/v1/devices': [
      { list: `/devices?q=${drone.assetCode}`, shows: drone.id },
      {
        variant: 'lent to a case',
        glimpse: `/devices?q=${lent.assetCode}`,
        of: lent.id,
        demands: () => [{ permission: 'device.readParty', on: both }],
      },
    ],
    'POST /api/v1/devices/import': [
      {
        path: () => '/devices/import',
        body: () => ledgerForm('资产编号\n', { mode: 'dry_run', unitId: holder }),
        reached: 'IMPORT_EMPTY',
        demands: () => [{ permission: 'device.manage', on: { unitIds: [holder] } }],
      },
    ],
    'GET /api/v1/devices/export': [
      { path: () => '/devices/export?f=csv&lang=en&kind=mavic-3t&state=retired', reached: 200 },
    ],
    'GET /api/v1/devices/:id': [
      {
        glimpse: `/devices/${drone.id}`,
        of: drone.id,
        demands: () => [{ permission: 'device.readParty', on: { unitIds: [holder] } }],
      },
      {
        variant: 'lent to a case',
        glimpse: `/devices/${lent.id}`,
        of: lent.id,
        demands: () => [{ permission: 'device.readParty', on: both }],
      },
    ],
    'GET /api/v1/devices/:id/custody': [
      {
        glimpse: `/devices/${lent.id}/custody`,
        of: lent.checkOutId,
        demands: () => [{ permission: 'custody.read', on: party }],
      },
    ],
    'POST /api/v1/equipment-files': [
      { path: () => '/equipment-files', body: () => fileOf(NOTHING), reached: 'FILE_EMPTY' },
    ],
    'GET /api/v1/equipment-files/:id/content': [
      {
        path: () => `/equipment-files/${fileId}/content`,
        reached: 200,
        demands: () => [{ permission: 'equipmentFile.read', on: { unitIds: [holder] } }],
      },
    ],
    'GET /api/v1/lots': [{ list: `/lots?unit=${holder}`, shows: lotId }],
    'GET /api/v1/calibrations': [{ list: `/calibrations?deviceId=${meter.id}`, shows: calibrationId }],
    'POST /api/v1/calibrations': [
      {
        path: () => '/calibrations',
        body: () => certificateOf(meter.id, certificateNumber),
        reached: 'CERTIFICATE_EXISTS',
        demands: () => [{ permission: 'device.manage', on: { unitIds: [holder] } }],
      },
    ],
    'GET /api/v1/bookings': [
      {
        list: `/bookings?unitId=${holder}&limit=200`,
        shows: lent.bookingId,
        demands: () => [{ permission: 'booking.read', on: both }],
      },
      {
        variant: 'of one device: free and busy is for all to see',
        glimpse: `/bookings?deviceId=${lent.id}&limit=200`,
        of: lent.bookingId,
        demands: () => [{ permission: 'booking.read', on: party }],
      },
    ],
    'POST /api/v1/bookings': [
      {
        path: () => '/bookings',
        body: () => ({ ...wish, caseId }),
        reached: 'BOOKING_CONFLICT',
        demands: (person) => [forOwnUnit('booking.create', person), seesCase],
      },
      {
        variant: 'before others',
        path: () => '/bookings',
        body: () => ({ ...wish, priority: 9 }),
        reached: 'BOOKING_CONFLICT',
        demands: (person) => [forOwnUnit('booking.prioritise', person)],
      },
      {
        variant: 'in the place of others',
        path: () => '/bookings',
        body: () => ({ ...wish, preempt: { reason: 'probe' } }),
        reached: 'PREEMPTION_NOT_ALLOWED',
        demands: (person) => [forOwnUnit('booking.preempt', person)],
      },
    ],
    'GET /api/v1/bookings/:id': [
      {
        path: () => `/bookings/${lent.bookingId}`,
        reached: 200,
        demands: () => [{ permission: 'booking.read', on: both }],
      },
    ],
    'POST /api/v1/bookings/:id/cancel': [
      {
        path: () => `/bookings/${lent.bookingId}/cancel`,
        reached: 'BOOKING_NOT_CANCELLABLE',
        demands: () => [{ permission: 'booking.change', on: party }],
      },
    ],
    'POST /api/v1/bookings/:id/confirm': [change('confirm', {}, 'BOOKING_NOT_HELD')],
    'POST /api/v1/bookings/:id/extend': [change('extend', { to: booked.during.from }, 'EXTENSION_NOT_LATER')],
    'POST /api/v1/bookings/:id/move': [
      change('move', { during: { from: booked.during.to, to: booked.during.from } }, 'PERIOD_INVERTED'),
    ],
    'POST /api/v1/bookings/:id/accept-alternative': [
      change('accept-alternative', { deviceId: booked.deviceId, by: lent.id }, 'ALTERNATIVE_NOT_NEEDED'),
    ],
    'POST /api/v1/bookings/:id/approve': [answer('approve', {})],
    'POST /api/v1/bookings/:id/refuse': [answer('refuse', { reason: '自用' })],
    'GET /api/v1/check-outs': [
      {
        list: `/check-outs?deviceId=${lent.id}`,
        shows: lent.checkOutId,
        demands: () => [{ permission: 'custody.read', on: both }],
      },
    ],
    'POST /api/v1/check-outs': [
      {
        variant: 'for the case',
        path: () => '/check-outs',
        body: () => ({ deviceId: meter.id, caseId, dueAt: hoursAhead(-2, -1).to }),
        reached: 'PERIOD_INVERTED',
        demands: (person) => [forOwnUnit('custody.checkOut', person), seesCase],
      },
      {
        variant: 'on a booking of the county',
        path: () => '/check-outs',
        body: () => ({ deviceId: returned.id, bookingId: returned.bookingId }),
        reached: 'BOOKING_NOT_OPEN',
        demands: () => [
          { permission: 'booking.read', on: { unitIds: [holder] } },
          { permission: 'custody.checkOut', on: { unitIds: [holder] }, sees: 'booking.read' },
        ],
      },
    ],
    'GET /api/v1/check-outs/:id': [
      {
        path: () => `/check-outs/${lent.checkOutId}`,
        reached: 200,
        demands: () => [{ permission: 'custody.read', on: both }],
      },
    ],
    'POST /api/v1/check-outs/:id/hand-back': [
      {
        path: () => `/check-outs/${returned.checkOutId}/hand-back`,
        reached: 'ALREADY_HANDED_BACK',
        demands: () => [{ permission: 'custody.handBack', on: { unitIds: [holder, owner] } }],
      },
    ],
  };
}
