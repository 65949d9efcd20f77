import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { PoolRights } from '../../pool-rights.service.js';
import type { DeviceKind } from '../pool/device-kind.entity.js';
import { KindRepository } from './kind.repository.js';
import { RegisterRepository, type DeviceRecord } from './register.repository.js';

/** Devices that somebody wants to change: there, theirs, and as they were read. */
@Injectable()
export class DeviceLocker {
  constructor(
    private readonly register: RegisterRepository,
    private readonly kinds: KindRepository,
    private readonly rights: PoolRights,
  ) {}

  /** Without `version` whatever is there is changed. @throws DEVICE_NOT_FOUND, FORBIDDEN, DEVICE_CHANGED */
  async lockOwn(tx: Tx, actor: Actor, id: string, version?: number): Promise<DeviceRecord> {
    const device = await this.register.lock(tx, id);
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND();
    this.rights.requireOwner(actor, 'device.manage', device);
    if (version !== undefined && device.version !== version)
      throw EquipmentErrors.DEVICE_CHANGED({ version: device.version, updatedAt: device.updatedAt.toISOString() });
    return device;
  }

  /** Several at once, in the order of their ids. @throws DEVICE_NOT_FOUND, FORBIDDEN */
  async lockAllOwn(tx: Tx, actor: Actor, ids: readonly string[]): Promise<DeviceRecord[]> {
    const devices: DeviceRecord[] = [];
    for (const id of [...new Set(ids)].toSorted()) devices.push(await this.lockOwn(tx, actor, id));
    return devices;
  }

  /** The kind of a device, held against changes until the transaction ends. */
  async holdKind(tx: Tx, { id, kindId }: DeviceRecord): Promise<DeviceKind> {
    const kind = await this.kinds.hold(tx, { id: kindId });
    if (!kind) throw new Error(`device ${id} has no kind`);
    return kind;
  }

  /** @throws DEVICE_KIND_UNKNOWN */
  async holdKindOf(tx: Tx, kindCode: string): Promise<DeviceKind> {
    const kind = await this.kinds.hold(tx, { code: kindCode });
    if (!kind) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    return kind;
  }

  async moveParts(tx: Tx, id: string, unitId: string): Promise<void> {
    await this.register.moveParts(tx, id, unitId);
  }
}
