import { Injectable } from '@nestjs/common';
import { AccessService, asUser, type Permission, UnitTree } from '../identity/index.js';
import type { Actor } from '../platform/index.js';

/** Reference data holds for everyone, so only people of the first unit write it. */
@Injectable()
export class ReferenceRights {
  constructor(
    private readonly access: AccessService,
    private readonly units: UnitTree,
  ) {}

  /** @throws FORBIDDEN, NOT_FOUND */
  require(actor: Actor, permission: Permission): void {
    const { unitId } = asUser(actor);
    const firstId = this.units.ancestry(unitId).at(-1) ?? unitId;
    this.access.require(actor, permission, [{ id: firstId, unitIds: [firstId] }]);
  }
}
