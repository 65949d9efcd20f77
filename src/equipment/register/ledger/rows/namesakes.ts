import type { DeviceRecord } from '../../registry/register.repository.js';
import { codeKey, keysOf } from './device-keys.rules.js';
import type { NameMoves } from './name-moves.js';
import type { RowNames } from './row-values.rules.js';

export const MATCH_BY = ['assetCode', 'serial'] as const;
export type MatchBy = (typeof MATCH_BY)[number];

export interface WornBarcode {
  readonly deviceId: string;
  readonly value: string;
}

/** Devices of the register that share a name or a barcode with rows of a file, found by it. */
export class Namesakes {
  private readonly byId: ReadonlyMap<string, DeviceRecord>;
  private readonly byAssetCode: ReadonlyMap<string, DeviceRecord>;
  private readonly bySerial: ReadonlyMap<string, DeviceRecord>;
  private readonly holders = new Map<string, DeviceRecord>();
  private readonly wearers = new Map<string, DeviceRecord>();
  private readonly worn = new Map<string, string[]>();

  constructor(
    devices: readonly DeviceRecord[],
    barcodes: readonly WornBarcode[],
    private readonly matchBy: MatchBy,
  ) {
    this.byId = new Map(devices.map((device) => [device.id, device]));
    this.byAssetCode = new Map(devices.map((device) => [device.assetCode.toLowerCase(), device]));
    this.bySerial = new Map(
      devices.flatMap((device) => (device.serial === null ? [] : [[device.serial.toLowerCase(), device] as const])),
    );
    for (const device of devices) for (const key of keysOf(device).keys()) this.holders.set(key, device);
    for (const { deviceId, value } of barcodes) this.wear(deviceId, value);
  }

  private wear(deviceId: string, value: string): void {
    const device = this.byId.get(deviceId);
    if (device) this.wearers.set(codeKey(value), device);
    this.worn.set(deviceId, [...(this.worn.get(deviceId) ?? []), value]);
  }

  /** The device a row is about: by its asset code, else by its serial (or the other way round), else by a barcode. */
  match({ assetCode, serial }: RowNames, barcodes: readonly string[]): DeviceRecord | undefined {
    const coded = this.byAssetCode.get(assetCode?.toLowerCase() ?? '');
    const numbered = this.bySerial.get(serial?.toLowerCase() ?? '');
    const [first, second] = this.matchBy === 'serial' ? [numbered, coded] : [coded, numbered];
    if (first ?? second) return first ?? second;
    if (assetCode !== null || serial !== null) return undefined;
    return barcodes.map((value) => this.wearers.get(codeKey(value))).find((device) => device !== undefined);
  }

  wornBy(deviceId: string): readonly string[] {
    return this.worn.get(deviceId) ?? [];
  }

  /** Another device that has one of the names already and does not give it up in the same file. */
  taken(names: RowNames, exceptId: string | undefined, moves: NameMoves) {
    for (const [key, field] of [...keysOf(names)].toReversed()) {
      const value = names[field];
      const holder = this.holders.get(key);
      if (holder && holder.id !== exceptId && !moves.givesUp(holder.id, key)) return { field, value, device: holder };
      const wearer = this.wearers.get(key);
      if (wearer && wearer.id !== exceptId) return { field, value, device: wearer };
    }
    return undefined;
  }

  /** Another device that a barcode leads to already. */
  leadsTo(barcode: string, exceptId: string | undefined): DeviceRecord | undefined {
    const key = codeKey(barcode);
    return [this.wearers.get(key), this.holders.get(key)].find((device) => device && device.id !== exceptId);
  }
}
