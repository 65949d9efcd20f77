import { Injectable } from '@nestjs/common';
import { type Actor, Clock, type Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import { PoolRights } from '../../pool-rights.service.js';
import { DeviceKeeper } from './device-keeper.js';
import { changed } from './device-entries.js';
import { changedDevice, type DeviceChangeset } from './device-maker.js';
import { differences } from './device-record.rules.js';
import { DeviceLocker } from './device-locker.js';
import type { DeviceRecord } from './register.repository.js';

/** What the register says of a device is corrected on the version that was read, inside the caller's transaction. */
@Injectable()
export class DeviceChanges {
  constructor(
    private readonly locker: DeviceLocker,
    private readonly keeper: DeviceKeeper,
    private readonly rights: PoolRights,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws DEVICE_NOT_FOUND, FORBIDDEN, DEVICE_CHANGED, and what a registration throws; PART_FOLLOWS_DEVICE */
  async change(
    tx: Tx,
    actor: Actor,
    { id, version, changes }: { id: string; version: number; changes: DeviceChangeset },
  ): Promise<void> {
    const before = await this.locker.lockOwn(tx, actor, id, version);
    const after = await this.judged(tx, actor, before, changes);
    const what = differences({ ...before }, { ...after });
    await this.keeper.update(tx, before, { ...after, version: version + 1, updatedAt: this.clock.now() });
    if (after.unitId !== undefined && after.unitId !== before.unitId)
      await this.locker.moveParts(tx, before.id, after.unitId);
    await this.journal.record(tx, changed({ id, assetCode: after.assetCode ?? before.assetCode }, what));
  }

  private async judged(
    tx: Tx,
    actor: Actor,
    before: DeviceRecord,
    changes: DeviceChangeset,
  ): Promise<Partial<DeviceRecord>> {
    const kind = await this.locker.holdKind(tx, before);
    const after = changedDevice(kind, before, changes);
    if (changes.unitId !== undefined && changes.unitId !== before.unitId)
      this.requireTransfer(actor, before, changes.unitId);
    return after;
  }

  private requireTransfer(actor: Actor, { id, partOfId }: DeviceRecord, unitId: string): void {
    if (partOfId !== null) throw EquipmentErrors.PART_FOLLOWS_DEVICE({ deviceId: id, partOfId });
    this.rights.requireUnit(actor, 'device.manage', unitId);
  }
}
