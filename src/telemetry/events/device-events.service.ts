import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import { deviceActor } from '../devices/device.actor.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { DeviceEvent } from '../dialects/device-events.js';
import { HealthKeeper } from './health.keeper.js';
import { MediaKeeper } from './media.keeper.js';
import { TaskKeeper } from './task.keeper.js';

/** What devices tell without being asked. It is committed before they are answered, and bears being told twice. */
@Injectable()
export class DeviceEvents {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: DeviceDirectory,
    private readonly health: HealthKeeper,
    private readonly tasks: TaskKeeper,
    private readonly media: MediaKeeper,
  ) {}

  /** False when nobody knows the device: then nothing is kept of it here. */
  async keep(event: DeviceEvent, raw: Buffer): Promise<boolean> {
    const gateway = await this.directory.byName(event.serial);
    if (!gateway) return false;
    await this.unitOfWork.run(deviceActor(gateway), (tx) => this.keepIn(tx, gateway, event, raw));
    return true;
  }

  private async keepIn(tx: Tx, gateway: DeviceSummary, event: DeviceEvent, raw: Buffer): Promise<void> {
    if (event.kind === 'health') return this.health.keep(tx, gateway, event);
    if (event.kind === 'task') return this.tasks.keep(tx, gateway, event);
    return this.media.keep(tx, gateway, event, raw);
  }
}
