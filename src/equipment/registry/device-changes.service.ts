import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Tx } from '../../platform/index.js';
import { EquipmentErrors } from '../equipment.errors.js';
import { Journal } from '../journal.js';
import { PoolRights } from '../pool-rights.service.js';
import { requireAttributes, requireDroneClass } from './device-judge.js';
import { DeviceKeeper } from './device-keeper.js';
import { differences } from './device-record.rules.js';
import type { DeviceChange } from './device-register.schemas.js';
import { DeviceLocker } from './device-locker.js';
import type { DeviceRecord } from './register.repository.js';

type Changes = Omit<z.output<typeof DeviceChange>, 'version'>;

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
    { id, version, changes }: { id: string; version: number; changes: Changes },
  ): Promise<void> {
    const before = await this.locker.lockOwn(tx, actor, id, version);
    const after = await this.judged(tx, actor, before, changes);
    const changed = differences({ ...before }, { ...after });
    await this.keeper.update(tx, before, { ...after, version: version + 1, updatedAt: this.clock.now() });
    if (after.unitId !== undefined && after.unitId !== before.unitId)
      await this.locker.moveParts(tx, before.id, after.unitId);
    await this.journal.record(tx, {
      action: 'equipment.change',
      subject: { kind: 'device', id },
      event: 'equipment.device_changed',
      aggregate: `device:${id}`,
      payload: { deviceId: id, assetCode: after.assetCode ?? before.assetCode, changed },
    });
  }

  private async judged(tx: Tx, actor: Actor, before: DeviceRecord, changes: Changes): Promise<Partial<DeviceRecord>> {
    const { home, ...fields } = changes;
    const kind = await this.locker.holdKind(tx, before);
    if (fields.attributes) requireAttributes(kind, fields.attributes);
    if (fields.unitId !== undefined && fields.unitId !== before.unitId)
      this.requireTransfer(actor, before, fields.unitId);
    const droneClass = requireDroneClass(kind, { ...before, ...fields });
    return {
      ...fields,
      droneClass,
      ...(home !== undefined && { homePosition: home && { x: home.lon, y: home.lat } }),
    };
  }

  private requireTransfer(actor: Actor, { id, partOfId }: DeviceRecord, unitId: string): void {
    if (partOfId !== null) throw EquipmentErrors.PART_FOLLOWS_DEVICE({ deviceId: id, partOfId });
    this.rights.requireUnit(actor, 'device.manage', unitId);
  }
}
