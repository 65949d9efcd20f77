import { printHead } from '../bench.types.js';
import { measureCoalesced } from './live/coalesce.js';
import { measureFollow } from './live/follow.js';
import { measureUpdates } from './live/updates.js';
import type { Figures, Stage } from './stage.js';

/** What a live map gets to see, and when. */
export async function measureLive(stage: Stage): Promise<Figures> {
  printHead();
  return { ...(await measureFollow(stage)), ...(await measureCoalesced(stage)), ...(await measureUpdates(stage)) };
}
