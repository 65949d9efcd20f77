import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** A scratch on a lent device, told by the holder; its owner has closed the matter. */
export async function scratch(cast: Cast, deviceId: string) {
  const damageId = await made(cast.of('own county', 'pilot').client, '/damages', damageOf(deviceId));
  const owner = cast.of('other county', 'equipment_manager').client;
  await expectStatus(await owner.post(`/damages/${damageId}/assess`, { note: '轻微' }), 200);
  await expectStatus(await owner.post(`/damages/${damageId}/decide`, RULING), 200);
  await expectStatus(await owner.post(`/damages/${damageId}/close`, {}), 200);
  return { damageId };
}

export const RULING = { decision: 'no_action', reason: '正常磨损' };

export function damageOf(deviceId: string) {
  return { deviceId, severity: 'cosmetic', description: '外壳划痕' };
}
