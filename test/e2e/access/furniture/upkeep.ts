import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** A lot of the county's own, opened. */
export async function keepStock(cast: Cast) {
  const manager = cast.of('own county', 'equipment_manager').client;
  const lot = lotOf(cast.unitOf('own county'));
  const openLotId = await made(manager, '/lots', lot);
  await expectStatus(await manager.post(`/lots/${openLotId}/open`, {}), 200);
  return { stock: { openLotId, lot } };
}

function lotOf(unitId: string) {
  return { kitCode: 'cod-vials', unitId, lotNumber: 'PROBE-1', expiresOn: '2099-12-31', quantity: 5 };
}
