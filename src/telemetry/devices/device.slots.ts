import { Injectable } from '@nestjs/common';

/** No device has this number: columns know nothing of it. */
const NOBODY = -1;

/**
 * Numbers the devices that this process has to do with from 0 on, so that what is remembered of each lies in columns
 * (`NumberTable`, `ValueColumn`) and its id is kept once. A device keeps its number as long as the process runs.
 */
@Injectable()
export class DeviceSlots {
  private readonly slots = new Map<string, number>();
  private readonly ids: string[] = [];

  /** How many numbers are given. */
  get size(): number {
    return this.ids.length;
  }

  /** The number of the device; the next one where it has none yet. */
  of(deviceId: string): number {
    const known = this.slots.get(deviceId);
    if (known !== undefined) return known;
    this.slots.set(deviceId, this.ids.length);
    return this.ids.push(deviceId) - 1;
  }

  /** Its number, or one at which no column knows anything. */
  find(deviceId: string): number {
    return this.slots.get(deviceId) ?? NOBODY;
  }

  /** The device with this number, always as the same text. @throws RangeError for a number that nobody was given */
  idAt(slot: number): string {
    const id = this.ids[slot];
    if (id === undefined) throw new RangeError(`no device has the number ${slot}`);
    return id;
  }
}
