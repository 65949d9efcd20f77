import type { UserActor } from '../../identity/index.js';
import { canonicalJson } from '../../platform/index.js';
import type { Audience } from '../commands/payload-parts.js';
import { type EventScope, EVERYONE } from '../events/visibility.rules.js';

/** For whom something is said; the speaker's own unit is filled in. */
export function scopeOf(audience: Audience | undefined, { unitId }: Pick<UserActor, 'unitId'>): EventScope {
  if (!audience) return EVERYONE;
  return audience.kind === 'ORG' ? { kind: 'ORG', unitId } : audience;
}

/** Those it is meant for and the speaker, of whatever tier: whoever says something for a few also reads what is said of it later. */
export function withSpeaker(scope: EventScope, userId: string | undefined): EventScope {
  if (userId === undefined || scope.kind === 'ALL' || scope.kind === 'ORG') return scope;
  return { ...scope, userIds: [...new Set([...(scope.userIds ?? []), userId])] };
}

/** Whether both are meant for the same people, in whatever order they are named; beside a tier its speaker does not count. */
export function isSameScope(a: EventScope, b: EventScope): boolean {
  return canonicalJson(ordered(a)) === canonicalJson(ordered(b));
}

function ordered(scope: EventScope): EventScope {
  if (scope.kind === 'TIER_AND_UP') return { kind: scope.kind, tier: scope.tier };
  if (scope.kind !== 'DIRECT') return scope;
  return { ...scope, userIds: [...new Set(scope.userIds)].sort((one, other) => one.localeCompare(other)) };
}
