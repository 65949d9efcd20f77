import { NumberTable } from '../columns/number.table.js';
import type { DeviceSlots } from '../devices/device.slots.js';

/** Columns: the number of the last change of a device, and the devices whose last changes stand beside it. */
const NUMBER = 0;
const OLDER = 1;
const NEWER = 2;

/** Numbers every change, so that each viewer can be told what it has missed; a device appears once, with its last change. */
export class ChangeLog {
  private number = 0;
  /** Every device that ever changed hangs between its neighbours in the order of the last change. */
  private readonly chain = new NumberTable(3);
  private newest: number | null = null;

  constructor(private readonly slots: DeviceSlots) {}

  /** Number of the newest change. */
  get head(): number {
    return this.number;
  }

  note(id: string): void {
    const slot = this.slots.of(id);
    this.number += 1;
    if (slot !== this.newest) this.putFirst(slot);
    this.chain.put(slot, NUMBER, this.number);
  }

  /** Devices that changed after `number`, newest first. */
  since(number: number): string[] {
    const found: string[] = [];
    let slot = this.newest;
    while (slot !== null && (this.chain.get(slot, NUMBER) ?? 0) > number) {
      found.push(this.slots.idAt(slot));
      slot = this.chain.get(slot, OLDER);
    }
    return found;
  }

  private putFirst(slot: number): void {
    const older = this.chain.get(slot, OLDER);
    const newer = this.chain.get(slot, NEWER);
    if (older !== null) this.chain.put(older, NEWER, newer);
    if (newer !== null) this.chain.put(newer, OLDER, older);
    if (this.newest !== null) this.chain.put(this.newest, NEWER, slot);
    this.chain.put(slot, OLDER, this.newest);
    this.chain.put(slot, NEWER, null);
    this.newest = slot;
  }
}
