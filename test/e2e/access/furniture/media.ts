import type { ApiClient } from '../../../support/client.js';
import { photoOf } from '../../../factories/files.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

export const SIGNATURE = 'M0 0L9 9';

const LISTED = { name: 'DJI_0001.JPG', size: 1, sha256: '0'.repeat(64) };

/** Two cards of the county, sealed; one of them a member of the case from elsewhere has received. */
export async function sealCards(cast: Cast, caseId: string) {
  const { client, id: keeperId } = cast.of('own county', 'case_handler');
  const receiverId = cast.of('member of the case', 'case_handler').id;
  const sealed = await sealCard(client, 'PROBE-SEALED');
  const given = await sealCard(client, 'PROBE-GIVEN');
  const handOver = { toUserId: receiverId, caseId, signature: SIGNATURE };
  await expectStatus(await client.post(`/media-cards/${given.id}/hand-over`, handOver), 200);
  return { cards: { sealed: { ...sealed, holderId: keeperId }, given: { ...given, holderId: receiverId } } };
}

/** What is on each of the cards, as large as it is said to be. */
export function manifestOf(size = LISTED.size) {
  return { files: [{ ...LISTED, size }] };
}

async function sealCard(client: ApiClient, code: string) {
  const id = await made(client, '/media-cards', { code });
  await expectStatus(await client.post(`/media-cards/${id}/manifest`, manifestOf()), 200);
  const seal = sealOf(`S-${code}`, await photoOf(client), await photoOf(client));
  await expectStatus(await client.post(`/media-cards/${id}/seal`, seal), 200);
  return { id, code };
}

export function sealOf(sealNumber: string, before: string, after: string) {
  return { sealNumber, photosBefore: [before], photosAfter: [after], witness: { name: '见证人' } };
}
