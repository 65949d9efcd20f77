import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';

/** Who has a device: what is said to it is said to them. */
@Injectable()
export class DeviceHolders {
  constructor(private readonly equipment: EquipmentService) {}

  /** @throws DEVICE_NOT_HELD */
  async of(tx: Tx, deviceId: string): Promise<string> {
    const custody = await this.equipment.openCustody(tx, deviceId);
    if (!custody) throw CommandErrors.DEVICE_NOT_HELD();
    return custody.holderUserId;
  }
}
