import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** A lot of the county's own, opened, and a plan for its drone, ended. */
export async function keepUp(cast: Cast, droneId: string) {
  const manager = cast.of('own county', 'equipment_manager').client;
  const lot = lotOf(cast.unitOf('own county'));
  const openLotId = await made(manager, '/lots', lot);
  await expectStatus(await manager.post(`/lots/${openLotId}/open`, {}), 200);
  const endedPlanId = await made(manager, '/maintenance-plans', planOf({ deviceId: droneId }));
  await expectStatus(await manager.post(`/maintenance-plans/${endedPlanId}/end`, {}), 200);
  const planId = await made(manager, '/maintenance-plans', planOf({ deviceId: droneId }));
  return { upkeep: { openLotId, lot, endedPlanId, planId } };
}

function lotOf(unitId: string) {
  return { kitCode: 'cod-vials', unitId, lotNumber: 'PROBE-1', expiresOn: '2099-12-31', quantity: 5 };
}

export function planOf(target: { readonly deviceId: string } | { readonly kindCode: string }) {
  return { title: 'probe', everyDays: 3_650, blocks: false, ...target };
}
