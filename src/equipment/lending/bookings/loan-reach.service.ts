import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import { TIERS, UnitTree } from '../../../identity/index.js';
import type { LoanReach } from '../../register/pool/pool.sql.js';
import { placeInTree, type UnitPlace } from './loan.rules.js';

/** What the unit tree means for loans. */
@Injectable()
export class LoanReaches {
  constructor(private readonly units: UnitTree) {}

  placeOf(unitId: string): UnitPlace {
    return placeInTree(this.units, unitId);
  }

  /** The units whose devices this unit may book. */
  reachOf(unitId: string): LoanReach {
    const { cityId } = this.placeOf(unitId);
    return { ownUnitIds: this.units.subtree(unitId), cityUnitIds: cityId === null ? [] : this.units.subtree(cityId) };
  }

  /** Of the unit's tier, 0 at the top. */
  rankOf(unitId: string): number {
    const unit = this.units.find(unitId);
    return unit ? TIERS.indexOf(unit.tier) : TIERS.length;
  }

  /** Ids of the units of lower tiers. */
  below(unitId: string): string[] {
    const rank = this.rankOf(unitId);
    return this.units
      .all()
      .filter(({ tier }) => TIERS.indexOf(tier) > rank)
      .map(({ id }) => id);
  }

  exists(unitId: string): boolean {
    return this.units.find(unitId) !== undefined;
  }

  nameOf(unitId: string): string {
    return this.units.find(unitId)?.name ?? '';
  }

  positionOf(unitId: string): Position | null {
    const unit = this.units.find(unitId);
    return unit && unit.lon !== null && unit.lat !== null ? { lon: unit.lon, lat: unit.lat } : null;
  }

  /** Ids of units with these words in their name. */
  named(words: string): string[] {
    return this.units
      .all()
      .filter(({ name }) => name.includes(words))
      .map(({ id }) => id);
  }
}
