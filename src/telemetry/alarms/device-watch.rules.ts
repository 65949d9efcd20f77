import { distanceToEdgeMetres } from '../../geo/index.js';
import type { LatestState } from '../positions/latest.rules.js';
import { isStale } from '../positions/latest.rules.js';
import type { FenceContact, FenceSample, FenceStay } from '../fences/fence.rules.js';
import type { Fence } from '../fences/fence.types.js';

/** What was looked at last of a device: by its own clock, cut to the receipt. */
export interface SeenDevice {
  readonly placeAt: Date | null;
  readonly batteryAt: Date | null;
}

/**
 * A place that is news and speaks of now; undefined for one that was looked at, is late, or that the device itself does not
 * trust. What is known of a device never moves back, so nothing that comes out of order gets here.
 */
export function placeNews({ position }: LatestState, seen: SeenDevice | undefined, now: Date): FenceSample | undefined {
  if (!position || position.fix === 'none' || isStale(position, now)) return undefined;
  const at = position.at < position.receivedAt ? position.at : position.receivedAt;
  if (seen?.placeAt && at <= seen.placeAt) return undefined;
  const { receivedAt, heightAboveTakeoffMetres } = position;
  return { at, receivedAt, position: position.position, heightAboveTakeoffMetres };
}

/** The same of the battery. */
export function batteryNews(
  { battery, receivedAt }: LatestState,
  seen: SeenDevice | undefined,
  now: Date,
): LatestState['battery'] {
  if (!battery || isStale({ at: battery.at, receivedAt }, now)) return null;
  return seen?.batteryAt && battery.at <= seen.batteryAt ? null : battery;
}

/** How the fences that matter lie to a sample: those that hold it, and those that the device is known to be inside of. */
export function contactsOf(
  { position }: FenceSample,
  around: readonly Fence[],
  stays: readonly FenceStay[],
  find: (fenceId: string) => Fence | undefined,
): FenceContact[] {
  const holding = around.map((limits) => ({ limits, holdsPosition: true, metresOutside: () => 0 }));
  const known = new Set(around.map(({ fenceId }) => fenceId));
  const away = stays.flatMap(({ fenceId }) => {
    const fence = known.has(fenceId) ? undefined : find(fenceId);
    if (!fence) return [];
    const metresOutside = (): number => distanceToEdgeMetres(fence.geometry, position);
    return [{ limits: fence, holdsPosition: false, metresOutside }];
  });
  return [...holding, ...away];
}
