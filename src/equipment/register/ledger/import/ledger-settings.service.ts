import { Injectable } from '@nestjs/common';
import { asUser, UnitTree } from '../../../../identity/index.js';
import { type Actor, Clock } from '../../../../platform/index.js';
import type { DeviceKind } from '../../pool/device-kind.entity.js';
import { PoolRights } from '../../../pool-rights.service.js';
import type { ImportInput } from './ledger-import.schemas.js';
import type { LedgerSetting } from '../rows/ledger-judge.js';

/** What an import stands on beside its file: kinds, units, and whose devices its bringer manages. */
@Injectable()
export class LedgerSettings {
  constructor(
    private readonly rights: PoolRights,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  /** @throws FORBIDDEN, UNIT_UNKNOWN */
  requireUnit(actor: Actor, { unitId = asUser(actor).unitId }: ImportInput): void {
    this.rights.requireUnit(actor, 'device.manage', unitId);
  }

  of(
    actor: Actor,
    { kinds, input }: { readonly kinds: readonly DeviceKind[]; readonly input: ImportInput },
  ): LedgerSetting {
    const ids = this.unitIds();
    const managed = new Map<string, boolean>();
    return {
      kinds,
      defaultKindCode: input.kindCode,
      defaultUnitId: input.unitId ?? asUser(actor).unitId,
      at: this.clock.now(),
      unitOf: (text) => ids.get(text),
      homeOf: (unitId) => this.rights.reaches.positionOf(unitId),
      manages: (unitId) => {
        const known = managed.get(unitId) ?? this.rights.owns(actor, 'device.manage', unitId);
        managed.set(unitId, known);
        return known;
      },
    };
  }

  /** By id, name and adcode. */
  private unitIds(): ReadonlyMap<string, string> {
    const ids = new Map<string, string>();
    for (const { id, name, adcode } of this.units.all())
      for (const word of [id, name, adcode]) if (word !== null) ids.set(word, id);
    return ids;
  }
}
