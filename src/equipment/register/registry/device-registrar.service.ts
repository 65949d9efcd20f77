import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../identity/index.js';
import { type Actor, Clock, type Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceKeeper } from './device-keeper.js';
import { registered } from './device-entries.js';
import { newDevice } from './device-maker.js';
import type { DeviceCreate } from './device-register.schemas.js';
import { KindRepository } from './kind.repository.js';

type Input = z.output<typeof DeviceCreate>;

/** A device enters the register, inside the caller's transaction. */
@Injectable()
export class DeviceRegistrar {
  constructor(
    private readonly keeper: DeviceKeeper,
    private readonly kinds: KindRepository,
    private readonly rights: PoolRights,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** Id of the new device. @throws FORBIDDEN, UNIT_UNKNOWN, DEVICE_KIND_UNKNOWN, DEVICE_ATTRIBUTES_INVALID, DRONE_*, NOT_A_DRONE, DEVICE_EXISTS */
  async register(tx: Tx, actor: Actor, input: Input): Promise<string> {
    const { kindCode, unitId = asUser(actor).unitId, home = this.rights.reaches.positionOf(unitId), ...record } = input;
    this.rights.requireUnit(actor, 'device.manage', unitId);
    const kind = await this.kinds.hold(tx, { code: kindCode });
    if (!kind) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    const device = newDevice(kind, record, { unitId, home, at: this.clock.now() });
    await this.keeper.insert(tx, device);
    await this.journal.record(tx, registered(device, kindCode));
    return device.id;
  }
}
