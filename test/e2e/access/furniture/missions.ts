import { DONGGUANG } from '../../evidence/evidence-kit.js';
import { hoursAhead, square } from '../../missions/mission-kit.js';
import { FlightTurns } from '../../../../src/missions/index.js';
import type { TestApp } from '../../../support/app.js';
import { collection, importZones, publicationOf, SEA_AREA, zoneFeature } from '../../../factories/zones.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

export function flightPlan(pilotId: string, deviceId: string, caseId: string) {
  const volume = { geometry: square(DONGGUANG.lon, DONGGUANG.lat, 0.02), lowerMetres: 30, upperMetres: 120 };
  return { caseId, deviceId, pilotId, purpose: '河道巡查', during: hoursAhead(1, 2), volumes: [volume] };
}

/** Names no pilot and no airspace yet. */
export function draftOf(deviceId: string, caseId: string) {
  return { caseId, deviceId, purpose: '河道巡查', during: hoursAhead(1, 2) };
}

export async function plan(cast: Cast, caseId: string, deviceId: string) {
  const pilot = cast.of('own county', 'pilot');
  const wish = flightPlan(pilot.id, deviceId, caseId);
  const cancelledFlightId = await made(pilot.client, '/flights', wish);
  await expectStatus(await pilot.client.post(`/flights/${cancelledFlightId}/cancel`, {}), 200);
  const { client } = cast.of('own county', 'commander');
  const imported = await importZones(client, seaZone('矩阵'), publicationOf('东光县公布'));
  const publicationId = imported.body.publicationId ?? '';
  await expectStatus(await client.post(`/airspace-publications/${publicationId}/end`, { reason: '矩阵' }), 200);
  const endedZoneId = await made(client, '/airspace-zones', zoneOf('东光县已失效空域'));
  await expectStatus(await client.post(`/airspace-zones/${endedZoneId}/end`, { reason: '矩阵' }), 200);
  return {
    publicationId,
    endedZoneId,
    flightId: await made(pilot.client, '/flights', wish),
    cancelledFlightId,
    zoneId: await made(client, '/airspace-zones', zoneOf('东光县禁飞区')),
  };
}

/** A file with one zone out at sea. */
export function seaZone(code: string): string {
  return collection(zoneFeature(code, SEA_AREA));
}

/** Out at sea, over since long. */
export function zoneOf(name: string) {
  return {
    name,
    rule: 'prohibited',
    geometry: square(119.5, 38.5, 0.01),
    during: { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' },
    authority: '东光县',
    source: 'access matrix',
  };
}

export function readingOf(deviceId: string, caseId?: string) {
  return { deviceId, at: new Date().toISOString(), item: 'COD', value: 12, unit: 'mg/L', ...(caseId && { caseId }) };
}

export async function measure(cast: Cast, caseId: string, deviceId: string) {
  const { client } = cast.of('own county', 'tester');
  return { rapidTestId: await made(client, '/rapid-tests', readingOf(deviceId, caseId)) };
}

/** As its drone reported it; the alert is acknowledged already. */
export async function flyUnplanned(app: TestApp, cast: Cast, deviceId: string) {
  const { client } = cast.of('own county', 'pilot');
  await app.get(FlightTurns).takeOff({ deviceId, at: new Date(Date.now() - 60_000), position: null });
  const flights = await client.get<{ items: { id: string }[] }>(`/flights?deviceId=${deviceId}`);
  const flightId = flights.body.items[0]?.id ?? '';
  await app.get(FlightTurns).land(flightId, new Date(), 'heard');
  const alerts = await client.get<{ items: { id: string }[] }>(`/flights/${flightId}/conformance`);
  const alertId = alerts.body.items[0]?.id ?? '';
  await expectStatus(await client.post(`/flights/${flightId}/alerts/${alertId}/acknowledge`, {}), 200);
  return { unplanned: { flightId, alertId } };
}
