import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import { NumberTable } from '../columns/number.table.js';
import { ValueColumn } from '../columns/value.column.js';
import { DeviceSlots } from '../devices/device.slots.js';
import type { FenceStay } from '../fences/fence.rules.js';
import type { SeenDevice } from './device-watch.rules.js';
import { Recollection } from './recollection.js';

/** What is remembered of a device between two looks; the database has all of it but what was seen. */
export interface DeviceMemory {
  readonly seen: SeenDevice;
  readonly stays: readonly FenceStay[];
  readonly isLow: boolean;
}

/** Columns; whether the battery is low is null of a device that was not recalled. */
const PLACE_AT = 0;
const BATTERY_AT = 1;
const IS_LOW = 2;

const NO_STAYS: readonly FenceStay[] = [];

/** What is remembered of each device that is held against fences. */
@Injectable()
export class DeviceMemories {
  private readonly table = new NumberTable(3);
  /** Of the few that are inside a fence. */
  private readonly stays = new ValueColumn<readonly FenceStay[]>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recollection: Recollection,
    private readonly slots: DeviceSlots,
  ) {}

  /** Undefined of a device that was not recalled. */
  of(deviceId: string): DeviceMemory | undefined {
    const slot = this.slots.find(deviceId);
    const isLow = this.table.get(slot, IS_LOW);
    if (isLow === null) return undefined;
    const seen = { placeAt: this.timeAt(slot, PLACE_AT), batteryAt: this.timeAt(slot, BATTERY_AT) };
    return { seen, stays: this.stays.get(slot) ?? NO_STAYS, isLow: isLow === 1 };
  }

  keep(deviceId: string, { seen, stays, isLow }: DeviceMemory): void {
    const slot = this.slots.of(deviceId);
    this.table.putAll(slot, [seen.placeAt?.getTime() ?? null, seen.batteryAt?.getTime() ?? null, isLow ? 1 : 0]);
    this.stays.put(slot, stays.length > 0 ? stays : undefined);
  }

  /** From the database, of devices that this instance has not looked at before. */
  async recall(deviceIds: readonly string[]): Promise<void> {
    const unknown = deviceIds.filter((id) => this.table.get(this.slots.find(id), IS_LOW) === null);
    if (unknown.length === 0) return;
    const { stays, low } = await this.unitOfWork.read((tx) => this.recollection.of(tx, unknown));
    const seen = { placeAt: null, batteryAt: null };
    for (const id of unknown) this.keep(id, { seen, stays: stays.get(id) ?? NO_STAYS, isLow: low.has(id) });
  }

  /** Forgets the others: whoever follows them now changes what is true of them. */
  keepOnly(isMine: (deviceId: string) => boolean): void {
    for (let slot = 0; slot < this.slots.size; slot += 1) {
      if (this.table.get(slot, IS_LOW) === null || isMine(this.slots.idAt(slot))) continue;
      this.table.putAll(slot, [null, null, null]);
      this.stays.put(slot, undefined);
    }
  }

  private timeAt(slot: number, column: number): Date | null {
    const time = this.table.get(slot, column);
    return time === null ? null : new Date(time);
  }
}
