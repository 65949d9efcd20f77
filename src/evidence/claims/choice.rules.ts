import { distanceMetres, type Position } from '../../geo/index.js';
import type { TrackWord } from '../chain/on-track.rules.js';
import type { ClaimSource } from '../evidence.codes.js';
import type { ChoiceReason, MetadataClaims, PositionClaim } from '../metadata/claim.types.js';
import { POSITIONS_AGREE_WITHIN_METRES } from '../metadata/position-claims.rules.js';

/** The file's claims with that of its device's track beside them, which is taken only where the file says nothing usable. */
export function withTrack(claims: MetadataClaims, word: TrackWord | null): MetadataClaims {
  if (!word) return claims;
  const claim = { source: 'telemetry', ...word.position, trust: word.trust, problem: null } as const;
  const positions: readonly PositionClaim[] = [...claims.positions, claim];
  return { ...claims, positions, position: claims.position ?? { claim, reason: 'TRACK_OF_DEVICE' } };
}

/** What a person's word on the place of an item changes. */
export interface StatedPosition {
  /** Null: it is kept beside the others, and another stays chosen. */
  readonly reason: ChoiceReason | null;
  readonly disagrees: boolean;
}

/**
 * A person's word is taken where nothing else is usable, or where it says that what was taken is wrong. A later word of a
 * person replaces an earlier one.
 */
export function choiceOfStated(
  stated: Position,
  overrules: boolean,
  taken: { readonly source: ClaimSource | null; readonly usable: readonly Position[] },
): StatedPosition {
  const disagrees = taken.usable.some((other) => distanceMetres(other, stated) > POSITIONS_AGREE_WITHIN_METRES);
  if (taken.usable.length === 0) return { reason: 'STATED_BY_PERSON', disagrees };
  const isByHand = taken.source === null || taken.source === 'manual';
  return { reason: overrules || isByHand ? 'PERSON_OVERRULES_FILE' : null, disagrees };
}
