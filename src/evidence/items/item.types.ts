import type { Attitude, CameraClaims, Dimensions, HeightClaims, ZoneSource } from '../metadata/claim.types.js';
import type { RawTags } from '../metadata/raw-tags.js';

/** An actor as he or she was then. */
export type ActorSnapshot = Readonly<Record<string, unknown>> & { readonly name: string };

/** One who collected the evidence: a user of ours, or somebody named. */
export interface Collector {
  readonly userId: string | null;
  readonly name: string;
}

/** What the file says beside place and time, and the tags all of it rests on; null tags: not a picture, or unreadable. */
export interface ItemMetadata {
  readonly camera: CameraClaims;
  readonly heights: HeightClaims;
  readonly gimbal: Attitude;
  readonly airframe: Attitude;
  readonly dimensions: Dimensions;
  /** Zone of the chosen time. */
  readonly zone: ZoneSource | null;
  readonly tags: RawTags | null;
}
