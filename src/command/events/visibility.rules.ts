import { isTierAtLeast } from '../sessions/session-roles.js';
import type { Tier } from '../../identity/index.js';

/** Who may read an event, as it is kept with it; `userIds` beside a tier are people of lower ones who may as well. */
export type EventScope =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'TIER_AND_UP'; readonly tier: Tier; readonly userIds?: readonly string[] }
  | { readonly kind: 'ORG'; readonly unitId: string }
  | { readonly kind: 'DIRECT'; readonly userIds: readonly string[] };

export const SCOPE_KINDS = ['ALL', 'TIER_AND_UP', 'ORG', 'DIRECT'] as const satisfies readonly EventScope['kind'][];

export const EVERYONE: EventScope = { kind: 'ALL' };

export interface Viewer {
  readonly userId: string;
  readonly unitId: string;
  readonly tier: Tier;
  /** Guests see nothing before their entry; everyone else sees the record from its beginning. */
  readonly fromSeq?: number;
}

/** Stands in the place of an event that the viewer may not read, so that their sequence has no gap. */
export interface Tombstone {
  readonly seq: number;
  readonly redacted: true;
}

interface Scoped {
  readonly seq: number;
  readonly scope: EventScope;
  /** The author always reads their own words; undefined for the service itself. */
  readonly actorUserId?: string;
}

export function isVisible(event: Scoped, viewer: Viewer): boolean {
  if (viewer.fromSeq !== undefined && event.seq < viewer.fromSeq) return false;
  if (event.actorUserId === viewer.userId) return true;
  return reaches(event.scope, viewer);
}

function reaches(scope: EventScope, viewer: Viewer): boolean {
  if (scope.kind === 'ALL') return true;
  if (scope.kind === 'ORG') return viewer.unitId === scope.unitId;
  if (scope.userIds?.includes(viewer.userId)) return true;
  return scope.kind === 'TIER_AND_UP' && isTierAtLeast(viewer.tier, scope.tier);
}

/** The event itself, or its tombstone. */
export function asSeenBy<E extends Scoped>(event: E, viewer: Viewer): E | Tombstone {
  return isVisible(event, viewer) ? event : { seq: event.seq, redacted: true };
}
