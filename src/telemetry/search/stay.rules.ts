import type { Position } from '../../geo/index.js';
import { LONGEST_SILENCE_SECONDS } from '../tracks/track.rules.js';

/** A place at an instant, by the clock of the device. */
export interface Sighting {
  readonly at: Date;
  readonly position: Position;
}

/** A stay as far as frames prove it: what lies between two of them nobody knows. */
export interface Stay {
  readonly firstInside: Date;
  readonly lastInside: Date;
  /** The frame before, outside: the device came in after it. Null where none within a minute tells. */
  readonly enteredAfter: Date | null;
  /** The frame after, outside: the device left before it. Null where none within a minute tells. */
  readonly leftBefore: Date | null;
  readonly samples: number;
  readonly longestSilenceSeconds: number;
}

/**
 * Cuts sightings, in the order of their time, into stays. Silence of more than a minute ends a stay: the device may have
 * left and come back. Between a sighting inside and its true neighbour none may be missing.
 */
export function staysIn(holds: (position: Position) => boolean, sightings: Iterable<Sighting>): Stay[] {
  const stays: { -readonly [K in keyof Stay]: Stay[K] }[] = [];
  let previous: { readonly at: Date; readonly inside: boolean } | undefined;
  for (const { at, position } of sightings) {
    const inside = holds(position);
    const silence = previous ? (at.getTime() - previous.at.getTime()) / 1000 : Infinity;
    const known = silence <= LONGEST_SILENCE_SECONDS ? previous : undefined;
    const open = stays.at(-1);
    if (inside && known?.inside && open) {
      open.lastInside = at;
      open.samples += 1;
      open.longestSilenceSeconds = Math.max(open.longestSilenceSeconds, silence);
    } else if (inside) {
      const enteredAfter = known?.at ?? null;
      const alone = { firstInside: at, lastInside: at, samples: 1, longestSilenceSeconds: 0 };
      stays.push({ ...alone, enteredAfter, leftBefore: null });
    } else if (known?.inside && open) open.leftBefore = at;
    previous = { at, inside };
  }
  return stays;
}
