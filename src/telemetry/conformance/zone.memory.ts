import type { Position } from '../../geo/index.js';
import type { WatchedZone } from '../../missions/index.js';
import { NumberTable } from '../columns/number.table.js';
import { ValueColumn } from '../columns/value.column.js';

/** Zones are looked up again when an aircraft has moved by half of what was looked up. */
const MOVED_DEGREES = 0.01;

/** Columns of where an aircraft was when its zones were looked up, and until when they may be used. */
const LON = 0;
const LAT = 1;
const FRESH_UNTIL = 2;

const NONE: readonly WatchedZone[] = [];

/** The zones around each aircraft as they were looked up last, by its slot; around most there are none. */
export class ZoneMemory {
  private lookUps = new NumberTable(3);
  private zones = new ValueColumn<readonly WatchedZone[]>();

  /** Undefined where they are to be looked up. */
  at(slot: number, { lon, lat }: Position, now: Date): readonly WatchedZone[] | undefined {
    const known = { lon: this.lookUps.get(slot, LON), lat: this.lookUps.get(slot, LAT) };
    const freshUntil = this.lookUps.get(slot, FRESH_UNTIL);
    if (known.lon === null || known.lat === null || freshUntil === null || now.getTime() >= freshUntil)
      return undefined;
    const isNear = Math.abs(known.lon - lon) < MOVED_DEGREES && Math.abs(known.lat - lat) < MOVED_DEGREES;
    return isNear ? (this.zones.get(slot) ?? NONE) : undefined;
  }

  keep(slot: number, zones: readonly WatchedZone[], { lon, lat }: Position, freshUntil: number): void {
    this.lookUps.putAll(slot, [lon, lat, freshUntil]);
    this.zones.put(slot, zones.length > 0 ? zones : undefined);
  }

  forget(slot: number): void {
    this.lookUps.putAll(slot, [null, null, null]);
    this.zones.put(slot, undefined);
  }

  forgetAll(): void {
    this.lookUps = new NumberTable(3);
    this.zones = new ValueColumn();
  }
}
