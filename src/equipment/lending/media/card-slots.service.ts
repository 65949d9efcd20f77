import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import { DeviceConcern } from '../custody/checklists/device-concern.service.js';
import { CustodyRepository } from '../custody/custody.repository.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceRepository } from '../../register/pool/device.repository.js';
import { RegisterRepository } from '../../register/registry/register.repository.js';

/** Where a card goes when it is put into a device. */
export interface Slot {
  readonly deviceId: string;
  readonly custodyId: string | null;
  /** Null while the device is at its unit. */
  readonly holder: { readonly holderId: string; readonly holderName: string } | null;
}

/** Devices as cards are put into them. */
@Injectable()
export class CardSlots {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly register: RegisterRepository,
    private readonly custodies: CustodyRepository,
    private readonly concern: DeviceConcern,
    private readonly rights: PoolRights,
  ) {}

  /** Locked: it does not change hands meanwhile. @throws DEVICE_NOT_FOUND, FORBIDDEN for a device that is not the actor's business */
  async of(tx: Tx, actor: Actor, id: string): Promise<Slot> {
    const device = await this.devices.find(tx, { id });
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
    if (!(await this.concern.concerns(tx, actor, device))) this.rights.forbid(actor, 'media.use', id);
    await this.register.lock(tx, device.partOfId ?? id);
    const held = await this.custodies.open(tx, id);
    if (!held) return { deviceId: id, custodyId: null, holder: null };
    const { id: custodyId, holderId, holderName } = held;
    return { deviceId: id, custodyId, holder: { holderId, holderName } };
  }
}
