import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { FlightTasks } from '../../missions/index.js';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import { deviceActor } from '../devices/device.actor.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { GatewayRequest } from '../dialects/dialect.js';
import { asText } from '../dialects/lenient.js';
import { StoreAddress } from '../objects/store.address.js';
import type { JsonObject } from '../sample.js';
import { ServiceAccess } from '../services/service-access.js';
import { DockTaskRepository } from './dock-task.repository.js';
import { isInHandsOf, progressAnswer } from './task.rules.js';

/** What docks ask about tasks. */
@Injectable()
export class TaskAnswers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tasks: DockTaskRepository,
    private readonly flights: FlightTasks,
    private readonly address: StoreAddress,
    private readonly directory: DeviceDirectory,
    private readonly access: ServiceAccess,
  ) {}

  /** Where the file of a task is, and its MD5; undefined where the dock may not fly it, or not any more. */
  async resource({ data }: GatewayRequest, gateway: DeviceSummary): Promise<JsonObject | undefined> {
    const id = asText(data['flight_id'], 100);
    const base = this.address.base();
    if (id === null || base === undefined) return undefined;
    return this.unitOfWork.run(deviceActor(gateway), async (tx) => {
      const task = await this.tasks.ofGateway(tx, gateway.id, id);
      if (!task || task.endedAt !== null || !isInHandsOf(task, this.access.useOf(gateway))) return undefined;
      const { flightId, md5 } = task;
      const path = await this.flights.pathFor(tx, { flightId, dockId: gateway.id, md5 });
      return path === undefined ? undefined : { file: { url: base + path, fingerprint: md5 } };
    });
  }

  /** How far a task is, of the dock itself or of another one that the same unit has; undefined where nothing is known. */
  async progress({ data }: GatewayRequest, gateway: DeviceSummary): Promise<JsonObject | undefined> {
    const id = asText(data['flight_id'], 100);
    const target = asText(data['target_sn'], 64);
    if (id === null) return undefined;
    const dock = target === null ? gateway : await this.directory.byName(target);
    if (!dock || this.access.useOf(dock).unitId !== this.access.useOf(gateway).unitId) return undefined;
    return this.unitOfWork.read((tx) => this.reported(tx, dock.id, id));
  }

  private async reported(tx: Tx, dockId: string, id: string): Promise<JsonObject | undefined> {
    const reported = await this.tasks.reported(tx, dockId, id);
    return reported && progressAnswer(reported);
  }
}
