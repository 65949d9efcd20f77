import type { Person } from '../cast.js';
import { publicationOf, zonesForm } from '../../../factories/zones.js';
import { draftOf, flightPlan, readingOf, seaZone, zoneOf } from '../furniture/missions.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function missionsProbes({ county, cast }: Scene): Probes {
  const { caseId, flightId, cancelledFlightId, lent, drone, rapidTestId, meter, zoneId, endedZoneId, publicationId } =
    county;
  const { unplanned } = county;
  const pilotId = cast.of('own county', 'pilot').id;
  const on = { unitIds: [cast.unitOf('own county')], caseId };
  const one = (permission: Demand['permission']) => (): readonly Demand[] => [{ permission, on }];
  const planned = (): readonly Demand[] => [
    { permission: 'flight.plan', on: { unitIds: on.unitIds } },
    { permission: 'case.read', on },
  ];
  const drafted = ({ unitId }: Person): readonly Demand[] => [
    { permission: 'flight.plan', on: { unitIds: [unitId] } },
    { permission: 'case.read', on },
  ];
  const plan = () => flightPlan(pilotId, lent.id, caseId);
  const cancelled = (step: string) => () => `/flights/${cancelledFlightId}/${step}`;

  return {
    'GET /api/v1/airspace-zones': [{ list: '/airspace-zones?limit=200', shows: zoneId }],
    'GET /api/v1/airspace-zones/:id': [{ path: () => `/airspace-zones/${zoneId}`, reached: 200 }],
    'POST /api/v1/airspace-zones': [
      {
        path: () => '/airspace-zones',
        body: ({ name }) => zoneOf(name),
        reached: 201,
        demands: ({ unitId }) => [{ permission: 'airspace.manage', on: { unitIds: [unitId] } }],
      },
    ],
    'GET /api/v1/airspace-zones/:id/versions': [{ path: () => `/airspace-zones/${zoneId}/versions`, reached: 200 }],
    'POST /api/v1/airspace-zones/:id/end': [
      {
        path: () => `/airspace-zones/${endedZoneId}/end`,
        body: () => ({ reason: 'probe' }),
        reached: 'ZONE_ENDED',
        demands: () => [{ permission: 'airspace.manage', on: { unitIds: on.unitIds } }],
      },
    ],
    'GET /api/v1/airspace-publications': [{ list: '/airspace-publications?limit=500', shows: publicationId }],
    'GET /api/v1/airspace-publications/:id': [{ path: () => `/airspace-publications/${publicationId}`, reached: 200 }],
    'POST /api/v1/airspace-publications/import': [
      {
        path: () => '/airspace-publications/import',
        body: ({ name }) => zonesForm(seaZone('probe'), publicationOf(name, { mode: 'dry_run' })),
        reached: 200,
        demands: ({ unitId }) => [{ permission: 'airspace.manage', on: { unitIds: [unitId] } }],
      },
    ],
    'POST /api/v1/airspace-publications/:id/end': [
      {
        path: () => `/airspace-publications/${publicationId}/end`,
        body: () => ({ reason: 'probe' }),
        reached: 'PUBLICATION_ENDED',
        demands: () => [{ permission: 'airspace.manage', on: { unitIds: on.unitIds } }],
      },
    ],
    'POST /api/v1/flights/:id/resume': [
      {
        path: cancelled('resume'),
        body: () => ({ reason: 'probe' }),
        reached: 'FLIGHT_STATE_CONFLICT',
        demands: one('flight.decide'),
      },
    ],
    'GET /api/v1/flights': [{ list: `/flights?deviceId=${lent.id}`, shows: flightId, demands: one('flight.read') }],
    'GET /api/v1/flights/:id': [{ path: () => `/flights/${flightId}`, reached: 200, demands: one('flight.read') }],
    'POST /api/v1/flights': [{ path: () => '/flights', body: plan, reached: 'AIRSPACE_CONFLICT', demands: planned }],
    'POST /api/v1/flights/check': [
      { path: () => '/flights/check', body: plan, reached: 'AIRSPACE_CONFLICT', demands: planned },
    ],
    'POST /api/v1/flights/drafts': [
      { path: () => '/flights/drafts', body: () => draftOf(lent.id, caseId), reached: 201, demands: drafted },
      {
        variant: 'for a pilot of the county',
        path: () => '/flights/drafts',
        body: plan,
        reached: 201,
        demands: planned,
      },
    ],
    'PUT /api/v1/flights/:id': [
      {
        path: () => `/flights/${cancelledFlightId}`,
        body: () => ({ ...plan(), version: 1 }),
        reached: 'FLIGHT_CHANGED',
        demands: () => [{ permission: 'flight.change', on }, ...planned()],
      },
    ],
    'POST /api/v1/flights/:id/check': [
      { path: cancelled('check'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/:id/apply': [
      { path: cancelled('apply'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/:id/incident-report': [
      {
        path: cancelled('incident-report'),
        body: () => ({ to: 'probe' }),
        reached: 'FLIGHT_WITHOUT_INCIDENT',
        demands: one('flight.change'),
      },
    ],
    'POST /api/v1/flights/:id/approve': [
      { path: cancelled('approve'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.decide') },
    ],
    'POST /api/v1/flights/:id/refuse': [
      {
        path: cancelled('refuse'),
        body: () => ({ reason: 'probe' }),
        reached: 'FLIGHT_STATE_CONFLICT',
        demands: one('flight.decide'),
      },
    ],
    'POST /api/v1/flights/:id/cancel': [
      { path: cancelled('cancel'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/fly-now': [
      {
        path: () => '/flights/fly-now',
        body: () => ({ position: { lon: 119.4, lat: 38.4 }, purpose: 'probe', deviceId: meter.id }),
        reached: 'FLIGHT_DEVICE_NOT_UAV',
      },
    ],
    'POST /api/v1/flights/:id/fly-again': [
      {
        path: () => `/flights/${flightId}/fly-again`,
        body: () => ({ during: flightPlan(pilotId, lent.id, caseId).during }),
        reached: 'AIRSPACE_CONFLICT',
        demands: () => [{ permission: 'flight.read', on }, ...planned()],
      },
    ],
    'GET /api/v1/flights/:id/application': [
      { path: () => `/flights/${flightId}/application`, reached: 200, demands: one('flight.read') },
    ],
    'POST /api/v1/flights/:id/pre-report': [
      { path: cancelled('pre-report'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/:id/clear': [
      { path: cancelled('clear'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/:id/take-off': [
      { path: cancelled('take-off'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/:id/land': [
      { path: cancelled('land'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.change') },
    ],
    'POST /api/v1/flights/:id/report': [
      {
        path: cancelled('report'),
        body: () => ({ text: 'probe' }),
        reached: 'FLIGHT_STATE_CONFLICT',
        demands: one('flight.change'),
      },
    ],
    'POST /api/v1/flights/:id/close': [
      { path: cancelled('close'), reached: 'FLIGHT_STATE_CONFLICT', demands: one('flight.decide') },
    ],
    'GET /api/v1/flights/:id/wayline': [
      { path: () => `/flights/${flightId}/wayline`, reached: 200, demands: one('flight.read') },
    ],
    'GET /api/v1/flights/:id/wayline/details': [
      { path: () => `/flights/${flightId}/wayline/details`, reached: 'WAYLINE_ABSENT', demands: one('flight.read') },
    ],
    'POST /api/v1/flights/:id/wayline': [
      {
        path: () => `/flights/${flightId}/wayline`,
        reached: 'UPLOAD_NOT_MULTIPART',
        demands: one('flight.importWayline'),
      },
    ],
    'PUT /api/v1/flights/:id/wayline': [
      {
        path: () => `/flights/${flightId}/wayline`,
        reached: 'UPLOAD_NOT_MULTIPART',
        demands: one('flight.importWayline'),
      },
    ],
    'GET /api/v1/flights/:id/conformance': [
      { path: () => `/flights/${flightId}/conformance`, reached: 200, demands: one('flight.read') },
    ],
    'POST /api/v1/flights/:id/alerts/:alertId/acknowledge': [
      {
        path: () => `/flights/${unplanned.flightId}/alerts/${unplanned.alertId}/acknowledge`,
        reached: 'FLIGHT_ALERT_ACKNOWLEDGED',
        demands: () => [{ permission: 'flight.change', on: { unitIds: on.unitIds } }],
      },
    ],
    'GET /api/v1/rapid-tests': [
      { list: `/rapid-tests?deviceId=${meter.id}&limit=200`, shows: rapidTestId, demands: one('rapidTest.read') },
    ],
    'GET /api/v1/rapid-tests/:id': [
      { path: () => `/rapid-tests/${rapidTestId}`, reached: 200, demands: one('rapidTest.read') },
    ],
    'POST /api/v1/rapid-tests': [
      {
        variant: 'from an instrument of the county',
        path: () => '/rapid-tests',
        body: () => readingOf(drone.id),
        reached: 201,
        demands: () => [{ permission: 'rapidTest.record', on: { unitIds: on.unitIds } }],
      },
      {
        variant: 'from an instrument that is out for the case',
        path: () => '/rapid-tests',
        body: () => readingOf(lent.id),
        reached: 201,
        demands: one('rapidTest.record'),
      },
      {
        variant: 'from an instrument of one’s own, for the case',
        path: () => '/rapid-tests',
        body: ({ unitId }: Person) => readingOf(county.instruments.get(unitId) ?? '', caseId),
        reached: 201,
        demands: ({ unitId }) => [
          { permission: 'rapidTest.record', on: { unitIds: [unitId] } },
          { permission: 'rapidTest.record', on },
        ],
      },
      {
        variant: 'from an instrument of the county, for a case of one’s own',
        path: () => '/rapid-tests',
        body: ({ unitId }: Person) => readingOf(drone.id, county.cases.get(unitId)),
        reached: 201,
        demands: () => [{ permission: 'rapidTest.record', on: { unitIds: on.unitIds } }],
      },
    ],
  };
}
