import { hoursAhead } from '../../missions/mission-kit.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

export const SIGNATURE = 'M0 0L9 9';

/** A device that the pilot holds, offered to a tester of the county and refused; and a journey from the other county that was given up. */
export async function passAround(cast: Cast, { heldId, lentId }: { heldId: string; lentId: string }) {
  const pilot = cast.of('own county', 'pilot').client;
  const tester = cast.of('own county', 'tester');
  const path = `/check-outs/${heldId}`;
  const handOverId = await made(pilot, `${path}/hand-over`, { toUserId: tester.id, signature: SIGNATURE });
  await expectStatus(await tester.client.post(`${path}/refuse-hand-over`, {}), 200);
  return { custody: { handOverId, receiverId: tester.id, journeyId: await giveUpJourney(cast, lentId) } };
}

async function giveUpJourney(cast: Cast, deviceId: string): Promise<string> {
  const owner = cast.of('other county', 'equipment_manager').client;
  const wish = { during: hoursAhead(30, 31), deviceIds: [deviceId], purpose: '巡查' };
  const bookingId = await made(cast.of('own county', 'pilot').client, '/bookings', wish);
  const prepared = await owner.post<{ items: { id: string }[] }>('/loan-journeys', { bookingId });
  await expectStatus(prepared, 201);
  const id = prepared.body.items[0]?.id ?? '';
  await expectStatus(await owner.post('/loan-journeys/advance', { journeyIds: [id], to: 'cancelled' }), 200);
  return id;
}
