import type { ApiClient } from '../api-client.js';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface ChainLink {
  readonly kind: string;
  readonly refId: string;
  readonly linkedAt: string;
}

const EXPECTED = ['booking', 'check_out', 'flight', 'track', 'order'];

/** Step 7: the device goes back; the item shows its whole chain. */
export async function closeTheChain(
  { pilot, officer, tester }: Cast,
  stage: Pick<Stage, 'drone' | 'instrument' | 'evidenceId' | 'say'>,
): Promise<readonly ChainLink[]> {
  const { drone, instrument, evidenceId, say } = stage;
  const handBack = async (client: ApiClient, checkOutId: string, assetCode: string) => {
    expectStatus(
      await client.post(`/check-outs/${checkOutId}/hand-back`, { condition: '外观完好' }),
      200,
      `hand-back of ${assetCode}`,
    );
    say(`${assetCode} handed back by ${client.user.username}`);
  };
  await handBack(pilot, drone.checkOutId, drone.assetCode);
  await handBack(tester, instrument.checkOutId, instrument.assetCode);
  const { links } = expectStatus(
    await officer.get<{ links: readonly ChainLink[] }>(`/evidence/${evidenceId}/chain`),
    200,
    'the chain',
  );
  const missing = EXPECTED.filter((kind) => !links.some((link) => link.kind === kind));
  must(missing.length === 0, `the chain holds ${EXPECTED.join(', ')}`, links);
  for (const { kind, refId, linkedAt } of links) say(`  ${kind} ${refId}, linked ${linkedAt}`);
  return links;
}
