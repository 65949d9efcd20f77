import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceLocker } from '../../register/registry/device-locker.js';
import { KindRepository } from '../../register/registry/kind.repository.js';

/** What a plan is for. */
export interface PlanTarget {
  readonly kindId: string | null;
  readonly deviceId: string | null;
}

/** Who may plan for which devices: the owner for its own, the pool's first unit for a kind. */
@Injectable()
export class PlanTargets {
  constructor(
    private readonly locker: DeviceLocker,
    private readonly kinds: KindRepository,
    private readonly rights: PoolRights,
  ) {}

  /** Locks the device, or holds the kind. @throws DEVICE_NOT_FOUND, FORBIDDEN, DEVICE_KIND_UNKNOWN */
  async require(
    tx: Tx,
    actor: Actor,
    { kindCode, deviceId }: { readonly kindCode?: string; readonly deviceId?: string },
  ): Promise<PlanTarget> {
    if (deviceId !== undefined) return { kindId: null, deviceId: (await this.locker.lockOwn(tx, actor, deviceId)).id };
    this.rights.requireWholePool(actor, 'deviceKind.manage');
    const kind = kindCode === undefined ? undefined : await this.kinds.hold(tx, { code: kindCode });
    if (!kind) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    return { kindId: kind.id, deviceId: null };
  }
}
