import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import {
  ConformanceService,
  type FlyingRow,
  MissionEvents,
  type OtherAircraft,
  type WatchedFlight,
  type WatchedZone,
} from '../../missions/index.js';
import { Clock, OnEvent, type Tx, UnitOfWork } from '../../platform/index.js';
import type { LatestState } from '../positions/latest.rules.js';
import { LiveBoard } from '../positions/live.board.js';
import type { Soon } from '../soon.js';
import type { SeenFrame } from './air-sample.rules.js';

/**
 * Zones around an aircraft are looked up again after this at the latest, or when it has moved by half of what was looked up;
 * not all aircraft at the same moment.
 */
const ZONES_FRESH_MS = 10_000;
const ZONES_MOVED_DEGREES = 0.01;

/** Two aircraft farther apart than this are not compared: more than twice the distance that counts. */
const NEIGHBOUR_DEGREES = 0.005;

interface KnownZones {
  readonly zones: readonly WatchedZone[];
  readonly around: Position;
  readonly freshUntil: number;
}

/** The flights in the air with their volumes, and what is around each: in memory, because every frame asks for it. */
@Injectable()
export class AirPicture {
  private rows: ReadonlyMap<string, FlyingRow> = new Map();
  private readonly flights = new Map<string, WatchedFlight>();
  private readonly zones = new Map<string, KnownZones>();
  private readonly latest = new Map<string, LatestState>();
  private readonly seen = new Map<string, SeenFrame>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conformance: ConformanceService,
    private readonly board: LiveBoard,
    private readonly clock: Clock,
  ) {}

  @OnEvent(MissionEvents['missions.zone_added'])
  onZoneAdded(): Promise<void> {
    return this.forgetZones();
  }

  @OnEvent(MissionEvents['missions.zone_ended'])
  onZoneEnded(): Promise<void> {
    return this.forgetZones();
  }

  @OnEvent(MissionEvents['missions.airspace_published'])
  onPublished(): Promise<void> {
    return this.forgetZones();
  }

  /** Takes every flight in the air from the database: people and other instances move flights too. */
  async refresh(tx: Tx): Promise<void> {
    const rows = await this.conformance.flying(tx);
    this.rows = new Map(rows.map((row) => [row.deviceId, row]));
    this.board.fly(this.rows);
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.flights.keys()) if (!ids.has(id)) this.flights.delete(id);
    for (const { id, state } of rows) if (this.flights.get(id)?.state.state !== state) this.flights.delete(id);
    for (const id of this.zones.keys()) if (!this.rows.has(id)) this.zones.delete(id);
  }

  heard(deviceId: string, state: LatestState): void {
    this.latest.set(deviceId, state);
  }

  latestOf(deviceId: string): LatestState | undefined {
    return this.latest.get(deviceId);
  }

  /** What was looked at of the aircraft. */
  look(deviceId: string, frame: SeenFrame): void {
    this.seen.set(deviceId, frame);
  }

  lookedAt(deviceId: string): SeenFrame | null {
    return this.seen.get(deviceId) ?? null;
  }

  /** As the picture is now: taking it again does not change what was given. */
  flying(): Iterable<FlyingRow> {
    return this.rows.values();
  }

  flightOf(deviceId: string): FlyingRow | undefined {
    return this.rows.get(deviceId);
  }

  /** From memory, or from the database where it is not remembered. */
  watched(id: string): Soon<WatchedFlight | undefined> {
    return this.flights.get(id) ?? this.readWatched(id);
  }

  keep(flight: WatchedFlight): void {
    this.flights.set(flight.id, flight);
  }

  forget(id: string): void {
    this.flights.delete(id);
  }

  /** As `watched`. */
  zonesAround(deviceId: string, position: Position | null): Soon<readonly WatchedZone[]> {
    if (position === null) return [];
    const now = this.clock.now();
    const known = this.zones.get(deviceId);
    if (known && now.getTime() < known.freshUntil && areNear(known.around, position, ZONES_MOVED_DEGREES))
      return known.zones;
    return this.readZones(deviceId, position, now);
  }

  /** The other aircraft in the air that are anywhere near. */
  othersNear(deviceId: string, position: Position | null): OtherAircraft[] {
    if (position === null) return [];
    return [...this.rows.values()].flatMap((row) => {
      const place = row.deviceId === deviceId ? undefined : this.latest.get(row.deviceId)?.position;
      if (!place || place.fix === 'none' || !areNear(place.position, position, NEIGHBOUR_DEGREES)) return [];
      const { altitudeAmslMetres, altitudeEllipsoidMetres, receivedAt } = place;
      return [{ flightId: row.id, position: place.position, altitudeAmslMetres, altitudeEllipsoidMetres, receivedAt }];
    });
  }

  private async readWatched(id: string): Promise<WatchedFlight | undefined> {
    const read = await this.unitOfWork.read((tx) => this.conformance.watched(tx, id, this.clock.now()));
    if (read) this.flights.set(id, read);
    return read;
  }

  private async readZones(deviceId: string, position: Position, now: Date): Promise<readonly WatchedZone[]> {
    const zones = await this.unitOfWork.read((tx) => this.conformance.zonesNear(tx, position, now));
    const freshMs = ZONES_FRESH_MS * (0.5 + Math.random() / 2);
    this.zones.set(deviceId, { zones, around: position, freshUntil: now.getTime() + freshMs });
    return zones;
  }

  private forgetZones(): Promise<void> {
    this.zones.clear();
    return Promise.resolve();
  }
}

function areNear(a: Position, b: Position, degrees: number): boolean {
  return Math.abs(a.lat - b.lat) < degrees && Math.abs(a.lon - b.lon) < degrees;
}
