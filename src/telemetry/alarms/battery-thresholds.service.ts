import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { AccessService } from '../../identity/index.js';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';
import { AlarmDesk } from './alarm.desk.js';
import { AlarmRepository } from './alarm.repository.js';
import type { BatteryThresholdView } from './alarm.schemas.js';
import { defaultThreshold } from './battery.rules.js';

type View = z.input<typeof BatteryThresholdView>;

/** Below which percent the battery of a device is low. */
@Injectable()
export class BatteryThresholds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly access: AccessService,
    private readonly custody: CustodyBoard,
    private readonly alarms: AlarmRepository,
    private readonly desk: AlarmDesk,
  ) {}

  /** @throws NOT_FOUND */
  async of(deviceId: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => this.view(tx, await this.device(tx, deviceId)));
  }

  /** The unit that has it says so, or the one that owns it. @throws NOT_FOUND, FORBIDDEN */
  async set(actor: Actor, deviceId: string, percent: number | null): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const device = await this.device(tx, deviceId);
      const unitIds = [this.custody.holding(device)?.holderUnitId ?? device.unitId, device.unitId];
      this.access.require(actor, 'batteryThreshold.set', [{ id: deviceId, unitIds }]);
      await this.alarms.setThreshold(tx, deviceId, percent, this.desk.now());
      await this.desk.audited(tx, 'alarm.setBatteryThreshold', deviceId, { percent });
      return this.view(tx, device);
    });
  }

  private async view(tx: Tx, { id, category }: DeviceSummary): Promise<View> {
    const own = (await this.alarms.thresholds(tx)).get(id);
    return { deviceId: id, percent: own ?? defaultThreshold(category), isOwn: own !== undefined };
  }

  private async device(tx: Tx, id: string): Promise<DeviceSummary> {
    const device = await this.equipment.findDevice(tx, { id });
    if (!device) throw PlatformErrors.NOT_FOUND();
    return device;
  }
}
