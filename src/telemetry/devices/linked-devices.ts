import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx } from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';

/** Devices that report over the broker, as those who manage their secrets ask for them. */
@Injectable()
export class LinkedDevices {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, DEVICE_HAS_NO_LINK */
  async require(tx: Tx, actor: Actor, deviceId: string): Promise<DeviceSummary> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    if (!device) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, 'credential.issue', [{ id: device.id, unitIds: [device.unitId] }]);
    if (device.linkKind !== 'live' || device.state === 'retired') throw TelemetryErrors.DEVICE_HAS_NO_LINK();
    return device;
  }
}
