import { wishOf } from '../../missions/assistance-kit.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** A request that was put to the county itself, and one that was withdrawn. */
export async function ask(cast: Cast, caseId: string) {
  const asker = cast.of('own county', 'case_handler');
  const wish = wishOf(caseId, { unitId: cast.unitOf('own county') });
  const withdrawnRequestId = await made(asker.client, '/assistance-requests', wish);
  const withdrawn = await asker.client.post(`/assistance-requests/${withdrawnRequestId}/withdraw`, { reason: 'probe' });
  await expectStatus(withdrawn, 200);
  return {
    assistance: {
      requestId: await made(asker.client, '/assistance-requests', wish),
      withdrawnRequestId,
      askerId: asker.id,
    },
  };
}
