import { Injectable } from '@nestjs/common';
import { EquipmentEvents, EquipmentService } from '../../equipment/index.js';
import { OnEvent, type RecordedEvent, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { TopologyRepository } from '../devices/topology.repository.js';
import { BrokerAccounts } from './broker.accounts.js';

/** What happens to devices elsewhere and changes who may speak for whom. */
@Injectable()
export class AccountNews {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly topology: TopologyRepository,
    private readonly accounts: BrokerAccounts,
  ) {}

  @OnEvent(EquipmentEvents['equipment.checked_out'])
  async onCheckedOut(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  @OnEvent(EquipmentEvents['equipment.handed_back'])
  async onHandedBack(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  @OnEvent(EquipmentEvents['equipment.handed_over'])
  async onHandedOver(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  @OnEvent(EquipmentEvents['equipment.device_changed'])
  async onDeviceChanged(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  @OnEvent(EquipmentEvents['equipment.device_state_changed'])
  async onDeviceStateChanged(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  @OnEvent(EquipmentEvents['equipment.part_attached'])
  async onPartAttached(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  @OnEvent(EquipmentEvents['equipment.part_detached'])
  async onPartDetached(event: RecordedEvent): Promise<void> {
    await this.tellAround(event);
  }

  /** The device, what travels with it, and all that are paired with one of them. */
  private async tellAround({ payload }: RecordedEvent): Promise<void> {
    if (!this.accounts.areOurs) return;
    const named = [payload['deviceId'], payload['partId']].filter((id) => typeof id === 'string');
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      const set = new Set(named);
      for (const id of named) for (const part of await this.equipment.partsOf(tx, id)) set.add(part.id);
      for (const { partOfId } of await this.equipment.findDevices(tx, named)) if (partOfId) set.add(partOfId);
      const paired = [];
      for (const id of set) paired.push(...(await this.topology.livePairsOf(tx, id)));
      for (const { gatewayId, aircraftId } of paired) set.add(gatewayId).add(aircraftId);
      await this.accounts.changed(tx, [...set]);
    });
  }
}
