import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { Journal } from '../../journal.js';
import type { DeviceKind } from '../pool/device-kind.entity.js';
import { changed, registered } from './device-entries.js';
import { DeviceKeeper } from './device-keeper.js';
import { KindRepository } from './kind.repository.js';
import { type DeviceRecord, RegisterRepository, type WantedNames } from './register.repository.js';

export interface ChangedDevice {
  readonly before: DeviceRecord;
  readonly after: DeviceRecord;
  readonly what: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
}

/** Many devices at once, judged by whoever brings them with the rules of this register; inside the caller's transaction. */
@Injectable()
export class DeviceBatch {
  constructor(
    private readonly register: RegisterRepository,
    private readonly keeper: DeviceKeeper,
    private readonly kinds: KindRepository,
    private readonly journal: Journal,
  ) {}

  /** All kinds; held against changes where devices of them are to be written. */
  async allKinds(tx: Tx, hold: boolean): Promise<DeviceKind[]> {
    return hold ? this.kinds.holdAll(tx) : this.kinds.all(tx);
  }

  /** Locks the devices that answer to the names, in the order that all locks of devices have. */
  async lock(tx: Tx, names: readonly string[]): Promise<void> {
    await this.register.lockNamed(tx, names);
  }

  /** Every device that has one of the names, or wears one of the codes. */
  async namesakes(tx: Tx, wanted: WantedNames): Promise<DeviceRecord[]> {
    return this.register.namesakes(tx, wanted);
  }

  async findAll(tx: Tx, ids: readonly string[]): Promise<DeviceRecord[]> {
    return this.register.findAll(tx, ids);
  }

  /** Takes the names of locked devices away, so that they can change places; the caller gives each new ones. */
  async freeNames(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.register.freeNames(tx, ids);
  }

  /** @throws DEVICE_EXISTS where somebody took a name meanwhile */
  async enter(tx: Tx, devices: readonly { readonly record: DeviceRecord; readonly kindCode: string }[]): Promise<void> {
    if (devices.length === 0) return;
    await this.keeper.insertAll(
      tx,
      devices.map(({ record }) => record),
    );
    await this.journal.recordAll(
      tx,
      devices.map(({ record, kindCode }) => registered(record, kindCode)),
    );
  }

  /** Of locked devices. @throws DEVICE_EXISTS */
  async change(tx: Tx, devices: readonly ChangedDevice[]): Promise<void> {
    if (devices.length === 0) return;
    await this.keeper.updateAll(
      tx,
      devices.map(({ after }) => after),
    );
    for (const { before, after } of devices)
      if (after.unitId !== before.unitId) await this.register.moveParts(tx, before.id, after.unitId);
    await this.journal.recordAll(
      tx,
      devices.map(({ after, what }) => changed(after, what)),
    );
  }
}
