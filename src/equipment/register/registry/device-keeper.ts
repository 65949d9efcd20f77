import { Injectable } from '@nestjs/common';
import { type Tx, violates } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { sharedName } from './device-record.rules.js';
import { type DeviceNames, RegisterRepository, type DeviceRecord } from './register.repository.js';

const KEYS: readonly (readonly [constraint: string, field: keyof DeviceNames])[] = [
  ['device_asset_code_key', 'assetCode'],
  ['device_serial_key', 'serial'],
  ['device_product_id_code_key', 'productIdCode'],
  ['device_uom_registration_key', 'uomRegistration'],
];

/**
 * Writes devices, and says whose name it was when one is taken. `name`: it became the asset code of one device and the
 * serial of another at the same moment.
 */
@Injectable()
export class DeviceKeeper {
  constructor(private readonly register: RegisterRepository) {}

  /** @throws DEVICE_EXISTS with the field and, unless two came at once, the device that has it */
  async insert(tx: Tx, device: DeviceRecord): Promise<void> {
    await this.requireUnused(tx, device, device.id);
    await named(device, () => this.register.insert(tx, device));
  }

  /** @throws DEVICE_EXISTS */
  async update(tx: Tx, before: DeviceRecord, changes: Partial<DeviceRecord>): Promise<void> {
    const names = { ...before, ...changes };
    await this.requireUnused(tx, names, before.id);
    await named(names, () => this.register.update(tx, before.id, changes));
  }

  /** Of names that were found unused. @throws DEVICE_EXISTS where somebody took one meanwhile */
  async insertAll(tx: Tx, devices: readonly DeviceRecord[]): Promise<void> {
    await named(undefined, () => this.register.insertAll(tx, devices));
  }

  /** Whole records of locked devices, of names that were found unused. @throws DEVICE_EXISTS */
  async updateAll(tx: Tx, devices: readonly DeviceRecord[]): Promise<void> {
    await named(undefined, () => this.register.updateAll(tx, devices));
  }

  private async requireUnused(tx: Tx, names: DeviceNames, exceptId: string): Promise<void> {
    const other = await this.register.namesake(tx, names, exceptId);
    const shared = other && sharedName(names, other);
    if (other && shared)
      throw EquipmentErrors.DEVICE_EXISTS({ ...shared, deviceId: other.id, assetCode: other.assetCode });
    const { assetCode, serial } = names;
    const wearer = await this.register.wearer(tx, serial === null ? [assetCode] : [assetCode, serial], exceptId);
    if (!wearer) return;
    const { id: deviceId, value } = wearer;
    throw EquipmentErrors.DEVICE_EXISTS({ field: 'barcode', value, deviceId, assetCode: wearer.assetCode });
  }
}

async function named(names: DeviceNames | undefined, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (violates(error, 'device_name_pkey')) throw EquipmentErrors.DEVICE_EXISTS({ field: 'name' }, error);
    if (violates(error, 'device_code_of_barcode')) throw EquipmentErrors.DEVICE_EXISTS({ field: 'barcode' }, error);
    const key = KEYS.find(([constraint]) => violates(error, constraint));
    throw key ? EquipmentErrors.DEVICE_EXISTS({ field: key[1], ...(names && { value: names[key[1]] }) }, error) : error;
  }
}
