import type { SampleRow } from '../intake/intake.rows.js';
import { cellOf } from './cell.rules.js';

const HOUR_MS = 3_600_000;
/** A device crosses some tens of cells in an hour. */
const MOST_REMEMBERED = 100_000;

/** A device was in a cell in an hour. */
export interface Visit {
  /** Milliseconds of its beginning. */
  readonly hour: number;
  readonly cell: number;
  readonly deviceId: string;
}

/** Which visits the database holds already: nearly every frame lies where the one before it lay. */
export class VisitMemory {
  private newest = new Map<string, Visit>();
  private known = new Set<string>();
  private former = new Set<string>();

  /** Visits of these frames that may not be stored yet, each once, in an order that is the same for everybody who writes. */
  fresh(rows: readonly SampleRow[]): Visit[] {
    const fresh = new Map<string, Visit>();
    for (const { deviceId, sample } of rows) {
      if (!sample.position) continue;
      const hour = Math.floor(sample.at.getTime() / HOUR_MS) * HOUR_MS;
      const cell = cellOf(sample.position);
      const newest = this.newest.get(deviceId);
      if (newest && newest.hour === hour && newest.cell === cell) continue;
      const visit = { hour, cell, deviceId };
      const key = keyOf(visit);
      if (!this.known.has(key) && !this.former.has(key)) fresh.set(key, visit);
    }
    return [...fresh].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, visit]) => visit);
  }

  /** Only what is committed: a visit that is not stored is never found again. */
  remember(visits: readonly Visit[]): void {
    if (this.known.size + visits.length > MOST_REMEMBERED) {
      this.former = this.known;
      this.known = new Set();
    }
    for (const visit of visits) {
      this.known.add(keyOf(visit));
      this.newest.set(visit.deviceId, visit);
    }
  }
}

function keyOf({ hour, cell, deviceId }: Visit): string {
  return `${hour}:${cell}:${deviceId}`;
}
