import type { DeviceRecord } from '../../registry/register.repository.js';
import { keysOf } from './device-keys.rules.js';
import type { RowNames } from './row-values.rules.js';

/** What one file does to names: devices that give one up, and those whose name another row of the file wants. */
export class NameMoves {
  private readonly given = new Map<string, ReadonlySet<string>>();
  private readonly wanted = new Set<string>();
  private held: ReadonlyMap<string, DeviceRecord> = new Map();

  /** A row wants names for itself; a device that it is about gives up what the row does not name again. */
  note(names: RowNames, device: { readonly before: DeviceRecord; readonly after: RowNames } | undefined): void {
    for (const key of keysOf(names).keys()) this.wanted.add(key);
    if (!device) return;
    const kept = keysOf(device.after);
    const given = [...keysOf(device.before).keys()].filter((key) => !kept.has(key));
    if (given.length > 0) this.given.set(device.before.id, new Set(given));
  }

  givesUp(deviceId: string, key: string): boolean {
    return this.given.get(deviceId)?.has(key) ?? false;
  }

  /** Devices whose name has to be free before another row can have it. */
  get moverIds(): string[] {
    return [...this.given].filter(([, keys]) => [...keys].some((key) => this.wanted.has(key))).map(([id]) => id);
  }

  /** As the movers were before their names were taken from them. */
  hold(movers: readonly DeviceRecord[]): void {
    this.held = new Map(movers.map((device) => [device.id, device]));
  }

  /** Devices as they were before this file, those among them whose names are taken away meanwhile too. */
  asBefore(devices: readonly DeviceRecord[], wanted: readonly RowNames[]): DeviceRecord[] {
    if (this.held.size === 0) return [...devices];
    const keys = new Set(wanted.flatMap((names) => [...keysOf(names).keys()]));
    const movers = [...this.held.values()].filter((device) => [...keysOf(device).keys()].some((key) => keys.has(key)));
    return [...devices.filter(({ id }) => !this.held.has(id)), ...movers];
  }
}
