import { Injectable } from '@nestjs/common';
import { Places } from '../../identity/index.js';
import { distanceMetres, type Position } from '../../geo/index.js';
import type { FlyingRow } from '../../missions/index.js';
import { UnitOfWork } from '../../platform/index.js';
import { DeviceSlots } from '../devices/device.slots.js';
import type { LatestRow, SampleRow } from '../intake/intake.rows.js';
import { ChangeLog } from './change-log.rules.js';
import { type LatestState, mergeLatest } from './latest.rules.js';
import { LatestTable } from './latest.table.js';
import { PositionRepository } from './position.repository.js';

/** A device that moved less keeps the county it was found in. */
const SAME_PLACE_METRES = 25;

/** The flight of a device in the air, as far as whoever sees where it is may know of it. */
export type AirborneState = Pick<FlyingRow, 'state' | 'alerts'>;

type Watcher = (deviceIds: readonly string[]) => void;

/** The last known state of every device, in memory; only committed frames reach it. What it gives are copies. */
@Injectable()
export class LiveBoard {
  private readonly table = new LatestTable();
  /** What changed when. Whoever makes news of something else about a device notes it too. */
  readonly changes: ChangeLog;
  private readonly watchers: Watcher[] = [];
  private flights: ReadonlyMap<string, AirborneState> = new Map();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PositionRepository,
    private readonly places: Places,
    private readonly slots: DeviceSlots,
  ) {
    this.changes = new ChangeLog(slots);
  }

  /** What the database knew when this process started. */
  async onModuleInit(): Promise<void> {
    const rows = await this.unitOfWork.read((tx) => this.repository.all(tx));
    for (const row of rows) this.table.take(this.slots.of(row.deviceId), row);
  }

  /** What the frames of one batch say of each device, and where that lies. Nothing is kept yet. */
  summarise(samples: readonly SampleRow[]): LatestRow[] {
    const states = new Map<string, LatestState>();
    for (const { deviceId, sample } of samples) {
      states.set(deviceId, mergeLatest(states.get(deviceId) ?? null, sample));
    }
    return [...states].map(([deviceId, state]) => ({
      deviceId,
      state,
      place: state.position && this.placeOf(deviceId, state.position.position),
    }));
  }

  /** Takes what was committed, as far as it is newer than what is known. */
  advance(rows: readonly LatestRow[]): void {
    const news = rows.filter((row) => this.table.take(this.slots.of(row.deviceId), row));
    this.tell(news.map(({ deviceId }) => deviceId));
  }

  /** Takes which devices are in the air now, and what goes wrong there; what changed is news of the device. */
  fly(flights: ReadonlyMap<string, AirborneState>): void {
    const before = this.flights;
    this.flights = flights;
    const known = new Set([...before.keys(), ...flights.keys()]);
    const changed = [...known].filter(
      (id) => this.table.has(this.slots.find(id)) && !isSame(before.get(id), flights.get(id)),
    );
    if (changed.length > 0) this.tell(changed);
  }

  flightOf(deviceId: string): AirborneState | undefined {
    return this.flights.get(deviceId);
  }

  /** Told of every device that has news, right after its commit. */
  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  get(deviceId: string): LatestRow | undefined {
    const latest = this.table.get(this.slots.find(deviceId));
    return latest && { deviceId, ...latest };
  }

  /** Where the device was last, without all else that is known of it. */
  positionOf(deviceId: string): Position | undefined {
    return this.table.positionOf(this.slots.find(deviceId));
  }

  /** Whether its position no longer says where it is; undefined without one. */
  isStale(deviceId: string, now: Date): boolean | undefined {
    return this.table.isStale(this.slots.find(deviceId), now);
  }

  /** Milliseconds of all its times together, 0 of a device nobody heard of: another sum is of another state. */
  timesOf(deviceId: string): number {
    return this.table.timesOf(this.slots.find(deviceId));
  }

  /** Every device of which something is known. */
  *deviceIds(): Iterable<string> {
    for (let slot = 0; slot < this.slots.size; slot += 1) if (this.table.has(slot)) yield this.slots.idAt(slot);
  }

  private tell(deviceIds: readonly string[]): void {
    for (const id of deviceIds) this.changes.note(id);
    for (const watcher of this.watchers) watcher(deviceIds);
  }

  private placeOf(deviceId: string, position: Position): string {
    const slot = this.slots.find(deviceId);
    const known = this.table.positionOf(slot);
    const place = this.table.placeOf(slot);
    if (known && place !== null && distanceMetres(known, position) < SAME_PLACE_METRES) return place;
    return this.places.of(position).adcode ?? 'unknown';
  }
}

function isSame(before: AirborneState | undefined, now: AirborneState | undefined): boolean {
  return before?.state === now?.state && before?.alerts.join() === now?.alerts.join();
}
