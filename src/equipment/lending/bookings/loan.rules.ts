import type { LoanScope } from '../../equipment.codes.js';

/** Where a unit stands in the tree; `parentId` decides, not the adcode (two counties stand directly under the province). */
export interface UnitPlace {
  readonly unitId: string;
  /** From the parent up to the root. */
  readonly ancestorIds: readonly string[];
  /** The city-tier unit it belongs to (itself when it is one), null above and beside that tier. */
  readonly cityId: string | null;
}

/** The part of the unit tree that loans ask about. */
export interface UnitLookup {
  /** The unit and everything above it, nearest first. */
  ancestry(unitId: string): readonly string[];
  find(unitId: string): { readonly tier: string } | undefined;
}

export function placeInTree(units: UnitLookup, unitId: string): UnitPlace {
  const [, ...ancestorIds] = units.ancestry(unitId);
  const cityId = [unitId, ...ancestorIds].find((id) => units.find(id)?.tier === 'city') ?? null;
  return { unitId, ancestorIds, cityId };
}

export type LoanRelation = 'own' | 'above' | 'same_city' | 'elsewhere';

export function loanRelation(owner: UnitPlace, asker: UnitPlace): LoanRelation {
  if (owner.unitId === asker.unitId) return 'own';
  if (owner.ancestorIds.includes(asker.unitId)) return 'above';
  return owner.cityId !== null && owner.cityId === asker.cityId ? 'same_city' : 'elsewhere';
}

/** A unit and those above it always may; others as far as the owner lends the device. */
export function lendsTo(scope: LoanScope, owner: UnitPlace, asker: UnitPlace): boolean {
  const relation = loanRelation(owner, asker);
  if (relation === 'own' || relation === 'above') return true;
  return scope === 'whole_province' || (scope === 'same_city' && relation === 'same_city');
}
