import { NumberTable } from '../columns/number.table.js';
import type { DeviceSlots } from '../devices/device.slots.js';
import type { SampleRow } from '../intake/intake.rows.js';
import { cellOf } from './cell.rules.js';

const HOUR_MS = 3_600_000;
/** A device crosses some tens of cells in an hour. */
const MOST_REMEMBERED = 100_000;
/** Cells are fewer than 2³⁰: with the number of a device behind it, a cell is still a whole number. */
const MOST_DEVICES = 2 ** 23;

/** Columns of the visit that was remembered last of a device. */
const HOUR = 0;
const CELL = 1;

/** A device was in a cell in an hour. */
export interface Visit {
  /** Milliseconds of its beginning. */
  readonly hour: number;
  readonly cell: number;
  readonly deviceId: string;
}

/** Which visits the database holds already: nearly every frame lies where the one before it lay. */
export class VisitMemory {
  private readonly newest = new NumberTable(2);
  /** Those before the newest of each device. */
  private known = new VisitSet();
  private former = new VisitSet();

  constructor(private readonly slots: DeviceSlots) {}

  /** Visits of these frames that may not be stored yet, each once, in an order that is the same for everybody who writes. */
  fresh(rows: readonly SampleRow[]): Visit[] {
    const fresh = new Map<string, Visit>();
    for (const { deviceId, sample } of rows) {
      if (!sample.position) continue;
      const hour = Math.floor(sample.at.getTime() / HOUR_MS) * HOUR_MS;
      const visit = { hour, cell: cellOf(sample.position), deviceId };
      if (!this.isKnown(visit)) fresh.set(keyOf(visit), visit);
    }
    return [...fresh].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, visit]) => visit);
  }

  /** Only what is committed: a visit that is not stored is never found again. */
  remember(visits: readonly Visit[]): void {
    if (this.known.size + visits.length > MOST_REMEMBERED) {
      this.former = this.known;
      this.known = new VisitSet();
    }
    for (const { hour, cell, deviceId } of visits) {
      const slot = this.slots.of(deviceId);
      const [lastHour, lastCell] = [this.newest.get(slot, HOUR), this.newest.get(slot, CELL)];
      if (lastHour !== null && lastCell !== null) this.known.add(lastHour, lastCell, slot);
      this.newest.putAll(slot, [hour, cell]);
    }
  }

  private isKnown({ hour, cell, deviceId }: Visit): boolean {
    const slot = this.slots.find(deviceId);
    if (this.newest.get(slot, HOUR) === hour && this.newest.get(slot, CELL) === cell) return true;
    return this.known.has(hour, cell, slot) || this.former.has(hour, cell, slot);
  }
}

/** Visits as numbers: as texts they take five times as much. */
class VisitSet {
  private readonly hours = new Map<number, Set<number>>();
  size = 0;

  add(hour: number, cell: number, slot: number): void {
    const visits = this.hours.get(hour) ?? new Set();
    this.hours.set(hour, visits);
    const before = visits.size;
    this.size += visits.add(numberOf(cell, slot)).size - before;
  }

  has(hour: number, cell: number, slot: number): boolean {
    return this.hours.get(hour)?.has(numberOf(cell, slot)) ?? false;
  }
}

function numberOf(cell: number, slot: number): number {
  return cell * MOST_DEVICES + slot;
}

function keyOf({ hour, cell, deviceId }: Visit): string {
  return `${hour}:${cell}:${deviceId}`;
}
