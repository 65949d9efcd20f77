import type { Person, Tier } from '../../support/session-people.js';

export type Scope =
  | { readonly kind: 'ALL' }
  | { readonly kind: 'TIER_AND_UP'; readonly tier: Tier; readonly userIds?: readonly string[] }
  | { readonly kind: 'ORG'; readonly unitId: string }
  | { readonly kind: 'DIRECT'; readonly userIds: readonly string[] };

const RANKS: Readonly<Record<Tier, number>> = { county: 0, city: 1, province: 2 };

/** Who may read an event, said once more and apart from the service's own rule. */
export function mayRead(
  { userId, unitId, tier }: Pick<Person, 'userId' | 'unitId' | 'tier'>,
  { scope, actor }: { readonly scope: Scope; readonly actor: { readonly userId?: string } },
): boolean {
  if (scope.kind === 'ALL' || actor.userId === userId) return true;
  if (scope.kind === 'ORG') return scope.unitId === unitId;
  if (scope.userIds?.includes(userId)) return true;
  return scope.kind === 'TIER_AND_UP' && RANKS[tier] >= RANKS[scope.tier];
}
