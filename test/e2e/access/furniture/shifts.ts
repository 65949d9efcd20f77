import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** A shift of the county that its commander handed over and its officer took. */
export async function passShift(cast: Cast) {
  const giver = cast.of('own county', 'commander');
  const taker = cast.of('own county', 'field_officer');
  const handoverId = await made(giver.client, '/shift-handovers', { desk: 'command', toUserId: taker.id });
  await expectStatus(await taker.client.post(`/shift-handovers/${handoverId}/take`, {}), 200);
  return { shift: { handoverId, giverId: giver.id, takerId: taker.id } };
}
