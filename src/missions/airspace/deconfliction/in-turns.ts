import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from './deconfliction.rules.js';

/** How long one piece of work may keep everything else waiting. */
const LONGEST_TURN_MS = 15;

/** Does the work without holding up the process: requests and messages are served between its steps. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  let step = steps.next();
  while (step.done !== true) {
    if (performance.now() - since > LONGEST_TURN_MS) {
      await nextTurn();
      since = performance.now();
    }
    step = steps.next();
  }
  return step.value;
}
