import { Injectable } from '@nestjs/common';
import { Places } from '../../identity/index.js';
import { distanceMetres, type Position } from '../../geo/index.js';
import type { FlyingRow } from '../../missions/index.js';
import { UnitOfWork } from '../../platform/index.js';
import type { LatestRow, SampleRow } from '../intake/intake.rows.js';
import { type LatestState, mergeLatest, mergeStates } from './latest.rules.js';
import { PositionRepository } from './position.repository.js';

/** A device that moved less keeps the county it was found in. */
const SAME_PLACE_METRES = 25;

/** The flight of a device in the air, as far as whoever sees where it is may know of it. */
export type AirborneState = Pick<FlyingRow, 'state' | 'alerts'>;

type Watcher = (deviceIds: readonly string[]) => void;

/** The last known state of every device, in memory; only committed frames reach it. */
@Injectable()
export class LiveBoard {
  private readonly rows = new Map<string, LatestRow>();
  private readonly watchers: Watcher[] = [];
  private flights: ReadonlyMap<string, AirborneState> = new Map();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PositionRepository,
    private readonly places: Places,
  ) {}

  /** What the database knew when this process started. */
  async onModuleInit(): Promise<void> {
    const rows = await this.unitOfWork.read((tx) => this.repository.all(tx));
    for (const row of rows) this.rows.set(row.deviceId, row);
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

  /** Takes what was committed. */
  advance(rows: readonly LatestRow[]): void {
    for (const row of rows) this.rows.set(row.deviceId, merged(this.rows.get(row.deviceId), row));
    this.tell(rows.map(({ deviceId }) => deviceId));
  }

  /** Takes which devices are in the air now, and what goes wrong there; what changed is news of the device. */
  fly(flights: ReadonlyMap<string, AirborneState>): void {
    const before = this.flights;
    this.flights = flights;
    const known = new Set([...before.keys(), ...flights.keys()]);
    const changed = [...known].filter((id) => this.rows.has(id) && !isSame(before.get(id), flights.get(id)));
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
    return this.rows.get(deviceId);
  }

  all(): Iterable<LatestRow> {
    return this.rows.values();
  }

  private tell(deviceIds: readonly string[]): void {
    for (const watcher of this.watchers) watcher(deviceIds);
  }

  private placeOf(deviceId: string, position: Position): string {
    const known = this.rows.get(deviceId);
    if (known?.place && known.state.position) {
      if (distanceMetres(known.state.position.position, position) < SAME_PLACE_METRES) return known.place;
    }
    return this.places.of(position).adcode ?? 'unknown';
  }
}

function isSame(before: AirborneState | undefined, now: AirborneState | undefined): boolean {
  return before?.state === now?.state && before?.alerts.join() === now?.alerts.join();
}

function merged(known: LatestRow | undefined, news: LatestRow): LatestRow {
  if (!known) return news;
  const state = mergeStates(known.state, news.state);
  const isNew = state.position === news.state.position;
  return { deviceId: news.deviceId, state, place: isNew && news.place !== null ? news.place : known.place };
}
