import { FindingKeeper } from '../../../../src/telemetry/alarms/finding.keeper.js';
import type { TestApp } from '../../../support/app.js';
import { DONGGUANG } from '../../evidence/evidence-kit.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';
import type { Device } from './pool.js';

export const FENCE = { name: '东光县围栏', circle: { centre: { lon: 119.5, lat: 38.5 }, radiusMetres: 100 } };

/** Fences of the county, and a low battery of the drone that it has on loan for the case; its pilot took note of it. */
export async function alarm(app: TestApp, cast: Cast, caseId: string, { id, assetCode }: Device) {
  const { client } = cast.of('own county', 'commander');
  const fenceId = await made(client, '/fences', FENCE);
  const endedFenceId = await made(client, '/fences', FENCE);
  await expectStatus(await client.post(`/fences/${endedFenceId}/end`, { reason: '矩阵' }), 200);
  const onCase = cast.of('own county', 'case_handler').client;
  const caseFenceId = await made(onCase, '/fences', { ...FENCE, caseId });
  const endedCaseFenceId = await made(onCase, '/fences', { ...FENCE, caseId });
  await expectStatus(await onCase.post(`/fences/${endedCaseFenceId}/end`, { reason: '矩阵' }), 200);
  const at = new Date();
  const device = { deviceId: id, assetCode, unitId: cast.unitOf('own county'), caseId, holderId: null };
  const battery = { turn: 'began', percent: 12, at } as const;
  const finding = { device, at, position: DONGGUANG, fences: null, over: [], battery };
  await app.get(FindingKeeper).keep(finding, () => undefined);
  const pilot = cast.of('own county', 'pilot').client;
  const listed = await pilot.get<{ items: { id: string }[] }>(`/alarms?deviceId=${id}&kind=low_battery`);
  const alarmId = listed.body.items[0]?.id ?? '';
  await expectStatus(await pilot.post(`/alarms/${alarmId}/acknowledge`, {}), 200);
  return { alarms: { fenceId, endedFenceId, caseFenceId, endedCaseFenceId, alarmId } };
}
