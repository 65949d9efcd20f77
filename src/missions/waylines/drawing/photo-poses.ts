import type { Position } from '../../../geo/index.js';
import type { Actor, Tx } from '../../../platform/index.js';

/** How a camera stood when it took a picture, as the picture itself claims. */
export interface PhotoPose {
  readonly evidenceId: string;
  readonly takenAt: Date | null;
  readonly position: Position;
  /** Above the take-off point; null where the picture does not say. */
  readonly heightMetres: number | null;
  /** Of the aircraft, from true north, clockwise, 0 to 360. */
  readonly headingDegrees: number | null;
  /** -90 straight down, 0 level. */
  readonly gimbalPitchDegrees: number | null;
  /** From true north, 0 to 360. */
  readonly gimbalYawDegrees: number | null;
}

/** Pictures taken on a flight; evidence, a room to the right, answers. */
export interface PhotoPoses {
  /** Only of pictures that the actor may see; in the order in which they were taken. */
  ofFlight(tx: Tx, actor: Actor, flightId: string): Promise<PhotoPose[]>;
}
export const PHOTO_POSES = Symbol('PHOTO_POSES');
