import { Inject, Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import { deviceActor } from '../devices/device.actor.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { DeviceEvent } from '../dialects/device-events.js';
import { HealthKeeper } from './health.keeper.js';
import { MEDIA_ARRIVALS, type MediaArrivals } from './media.arrivals.js';
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
    @Inject(MEDIA_ARRIVALS) private readonly arrivals: MediaArrivals,
  ) {}

  /**
   * `unknown`: nobody knows the device, and nothing is kept of it here. `refused`: what it told is kept, and is not so: a
   * file it says it has uploaded never came.
   */
  async keep(event: DeviceEvent, raw: Buffer): Promise<'kept' | 'refused' | 'unknown'> {
    const gateway = await this.directory.byName(event.serial);
    if (!gateway) return 'unknown';
    await this.unitOfWork.run(deviceActor(gateway), (tx) => this.keepIn(tx, gateway, event, raw));
    if (event.kind !== 'media') return 'kept';
    return (await this.arrivals.take(gateway, event)) === 'absent' ? 'refused' : 'kept';
  }

  private async keepIn(tx: Tx, gateway: DeviceSummary, event: DeviceEvent, raw: Buffer): Promise<void> {
    if (event.kind === 'health') return this.health.keep(tx, gateway, event);
    if (event.kind === 'task') return this.tasks.keep(tx, gateway, event);
    if (event.kind === 'task_news') return this.tasks.keepNews(tx, gateway, event);
    return this.media.keep(tx, gateway, event, raw);
  }
}
