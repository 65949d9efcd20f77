import { type ChainedFact, genesisHash, hashFact } from '../../../src/command/events/event-chain.js';
import type { FollowedEvent } from '../../../src/command/index.js';

type Chained = FollowedEvent & ChainedFact & { readonly hash: string };

/** Checks each link of the chain that a client can: an event of which it has the one before, too. */
export function checkLinks(
  sessionId: string,
  events: readonly FollowedEvent[],
): { readonly checked: number; readonly broken: number } {
  let [checked, broken] = [0, 0];
  let before: Uint8Array | undefined = genesisHash(sessionId);
  for (const event of events) {
    if (event.redacted) {
      before = undefined;
      continue;
    }
    const { hash, ...fact } = event as Chained;
    if (before) {
      checked += 1;
      if (Buffer.from(hashFact(before, fact)).toString('hex') !== hash) broken += 1;
    }
    before = Buffer.from(hash, 'hex');
  }
  return { checked, broken };
}
