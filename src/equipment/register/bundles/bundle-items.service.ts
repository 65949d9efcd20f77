import { Injectable } from '@nestjs/common';
import { AuditTrail, newId, type Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { DeviceRepository } from '../pool/device.repository.js';
import type { BundleItem } from './bundle.entity.js';
import { BundleRepository } from './bundle.repository.js';
import type { BundleItemInput } from './bundle.schemas.js';

/** The contents of a bundle: devices of its owner, and so many of a kind. */
@Injectable()
export class BundleItems {
  constructor(
    private readonly bundles: BundleRepository,
    private readonly devices: DeviceRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DEVICE_NOT_FOUND, DEVICE_IS_PART, BUNDLE_DEVICE_OF_ANOTHER_UNIT, DEVICE_KIND_UNKNOWN */
  async pack(
    tx: Tx,
    { id, unitId }: { readonly id: string; readonly unitId: string },
    items: readonly BundleItemInput[],
  ): Promise<void> {
    const rows: BundleItem[] = [];
    for (const [ordinal, item] of items.entries()) {
      const { deviceId, kindCode, quantity, capabilities, required: isRequired, label = null } = item;
      const thing =
        deviceId === undefined
          ? { deviceId: null, kindId: await this.kindId(tx, kindCode ?? '') }
          : { deviceId: await this.ownDevice(tx, deviceId, unitId), kindId: null };
      rows.push({ id: newId(), bundleId: id, ordinal, ...thing, quantity, capabilities, isRequired, label });
    }
    await this.bundles.replaceItems(tx, id, rows);
  }

  async record(tx: Tx, action: string, id: string, details: Record<string, unknown>): Promise<void> {
    await this.audit.record(tx, { action, subject: { kind: 'bundle', id }, details });
  }

  private async ownDevice(tx: Tx, id: string, unitId: string): Promise<string> {
    const device = await this.devices.find(tx, { id });
    if (!device) throw EquipmentErrors.DEVICE_NOT_FOUND({ deviceIds: [id] });
    if (device.partOfId !== null) throw EquipmentErrors.DEVICE_IS_PART({ deviceId: id, partOfId: device.partOfId });
    if (device.unitId !== unitId) throw EquipmentErrors.BUNDLE_DEVICE_OF_ANOTHER_UNIT({ deviceId: id });
    return id;
  }

  private async kindId(tx: Tx, kindCode: string): Promise<string> {
    const id = await this.devices.kindId(tx, kindCode);
    if (!id) throw EquipmentErrors.DEVICE_KIND_UNKNOWN({ kindCode });
    return id;
  }
}
