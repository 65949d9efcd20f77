import { sharedName } from '../../registry/device-record.rules.js';
import type { DeviceNames, DeviceRecord } from '../../registry/register.repository.js';

/** Devices of the register that share a name with rows of a file, found by it. */
export class Namesakes {
  private readonly byAssetCode: ReadonlyMap<string, DeviceRecord>;
  private readonly bySerial: ReadonlyMap<string, DeviceRecord>;
  private readonly byFurther: ReadonlyMap<string, DeviceRecord>;

  constructor(devices: readonly DeviceRecord[]) {
    const index = (nameOf: (device: DeviceRecord) => readonly (string | null)[]) =>
      new Map(
        devices.flatMap((device) =>
          nameOf(device).flatMap((name) => (name === null ? [] : [[name.toLowerCase(), device] as const])),
        ),
      );
    this.byAssetCode = index(({ assetCode }) => [assetCode]);
    this.bySerial = index(({ serial }) => [serial]);
    this.byFurther = index(({ productIdCode, uomRegistration }) => [productIdCode, uomRegistration]);
  }

  /** The device a row is about: by its asset code, else by its serial. */
  match(assetCode: string | undefined, serial: string | undefined): DeviceRecord | undefined {
    return this.byAssetCode.get(assetCode?.toLowerCase() ?? '') ?? this.bySerial.get(serial?.toLowerCase() ?? '');
  }

  /** Another device that has one of the names already. */
  taken(names: DeviceNames, exceptId: string | undefined) {
    for (const name of [names.assetCode, names.serial, names.productIdCode, names.uomRegistration]) {
      if (name === null) continue;
      for (const index of [this.byAssetCode, this.bySerial, this.byFurther]) {
        const other = index.get(name.toLowerCase());
        const shared = other && other.id !== exceptId ? sharedName(names, other) : null;
        if (other && shared) return { ...shared, deviceId: other.id, device: other };
      }
    }
    return undefined;
  }
}
