import type { GroundPoint } from '../../../src/geo/index.js';
import type { Place } from '../flight-path.js';

const { sin } = Math;

/** What crews of the demonstration look at from the air. */
export const SITE_KINDS = ['farmland', 'river', 'mine', 'landfill', 'works'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/** A round patch of a colour that nothing else has, by which a test finds a place of the ground in a picture. */
export interface Marker {
  readonly at: GroundPoint;
  readonly radiusMetres: number;
}

/** A made-up piece of flat ground. It looks the same from wherever it is seen. */
export interface Site {
  readonly kind: SiteKind;
  /** Middle of the pit, of the heap, of the chimney; where the drain meets the river. */
  readonly origin: Place;
  /** Which way a river runs, or the longer side of anything else lies; degrees from north. */
  readonly bearingDegrees: number;
  readonly seed: number;
  readonly markers?: readonly Marker[];
}

/** Half the width of the river's water. */
export const RIVER_HALF_METRES = 15;

/** How far the middle of a river lies beside its straight line, so far along it. */
export function riverBend(alongMetres: number): number {
  return 42 * sin(alongMetres / 150) + 14 * sin(alongMetres / 61);
}
