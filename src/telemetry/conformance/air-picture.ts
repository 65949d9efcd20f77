import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import {
  type AirSample,
  ConformanceService,
  type FlyingRow,
  MissionEvents,
  type OtherAircraft,
  type WatchedFlight,
  type WatchedZone,
} from '../../missions/index.js';
import { Clock, OnEvent, type Tx, UnitOfWork } from '../../platform/index.js';
import { NumberTable } from '../columns/number.table.js';
import { SharedTexts } from '../columns/shared-texts.js';
import { DeviceSlots } from '../devices/device.slots.js';
import type { LatestState } from '../positions/latest.rules.js';
import { LiveBoard } from '../positions/live.board.js';
import type { Soon } from '../soon.js';
import { AirCells } from './air-cells.js';
import { airSampleOf, type SeenFrame } from './air-sample.rules.js';
import { ZoneMemory } from './zone.memory.js';

/** Zones around an aircraft are looked up again after this at the latest; not all aircraft at the same moment. */
const ZONES_FRESH_MS = 10_000;

/** Two aircraft farther apart than this are not compared: more than twice the distance that counts. */
const NEIGHBOUR_DEGREES = 0.005;

/** Columns of what was looked at last of an aircraft. */
const AT = 0;
const RECEIVED_AT = 1;

const NO_ALERTS: FlyingRow['alerts'] = [];

/** The flights in the air with their volumes, and what is around each: in memory, because every frame asks for it. */
@Injectable()
export class AirPicture {
  private rows: ReadonlyMap<string, FlyingRow> = new Map();
  private readonly flights = new Map<string, WatchedFlight>();
  private readonly zones = new ZoneMemory();
  private readonly seen = new NumberTable(2);
  private readonly texts = new SharedTexts();
  /** Sorted when first asked for, anew each time the picture is taken. */
  private cells: AirCells | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conformance: ConformanceService,
    private readonly board: LiveBoard,
    private readonly clock: Clock,
    private readonly slots: DeviceSlots,
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
    const before = this.rows;
    this.rows = new Map(rows.map((row) => this.kept(row)).map((row) => [row.deviceId, row]));
    this.cells = undefined;
    this.board.fly(this.rows);
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.flights.keys()) if (!ids.has(id)) this.flights.delete(id);
    for (const { id, state } of rows) if (this.flights.get(id)?.state.state !== state) this.flights.delete(id);
    for (const id of before.keys()) if (!this.rows.has(id)) this.zones.forget(this.slots.find(id));
  }

  latestOf(deviceId: string): LatestState | undefined {
    return this.board.get(deviceId)?.state;
  }

  /** What flights are watched by, of what was not looked at yet; undefined where nothing is. */
  newsOf(deviceId: string): AirSample | undefined {
    const latest = this.latestOf(deviceId);
    return latest && airSampleOf(latest, this.lookedAt(deviceId));
  }

  /** What was looked at of the aircraft. */
  look(deviceId: string, { at, receivedAt }: SeenFrame): void {
    this.seen.putAll(this.slots.of(deviceId), [at.getTime(), receivedAt.getTime()]);
  }

  lookedAt(deviceId: string): SeenFrame | null {
    const slot = this.slots.find(deviceId);
    const [at, receivedAt] = [this.seen.get(slot, AT), this.seen.get(slot, RECEIVED_AT)];
    return at === null || receivedAt === null ? null : { at: new Date(at), receivedAt: new Date(receivedAt) };
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
    return this.zones.at(this.slots.find(deviceId), position, now) ?? this.readZones(deviceId, position, now);
  }

  /** The other aircraft in the air that are anywhere near. */
  othersNear(deviceId: string, position: Position | null): OtherAircraft[] {
    if (position === null) return [];
    this.cells ??= this.sorted();
    return this.cells.around(position).flatMap((id) => (id === deviceId ? [] : (this.otherNear(id, position) ?? [])));
  }

  private otherNear(deviceId: string, position: Position): OtherAircraft | undefined {
    const row = this.rows.get(deviceId);
    const where = row && this.board.positionOf(deviceId);
    if (!where || !areNear(where, position)) return undefined;
    const place = this.latestOf(deviceId)?.position;
    if (!place || place.fix === 'none') return undefined;
    const { altitudeAmslMetres, altitudeEllipsoidMetres, receivedAt } = place;
    return { flightId: row.id, position: place.position, altitudeAmslMetres, altitudeEllipsoidMetres, receivedAt };
  }

  /** All that fly, by where they are now. */
  private sorted(): AirCells {
    const cells = new AirCells();
    for (const deviceId of this.rows.keys()) {
      const where = this.board.positionOf(deviceId);
      if (where) cells.add(deviceId, where);
    }
    return cells;
  }

  /** The row that is kept already, where it tells the same: what flies is read twice a second. Else as small as can be. */
  private kept(row: FlyingRow): FlyingRow {
    const known = this.rows.get(row.deviceId);
    if (known && isSame(known, row)) return known;
    const { id, deviceId, state, takenOffAt, heardAirborneAt, alerts } = row;
    return {
      id,
      deviceId: this.slots.idAt(this.slots.of(deviceId)),
      state: this.texts.same(state),
      takenOffAt,
      heardAirborneAt: isSameTime(heardAirborneAt, takenOffAt) ? takenOffAt : heardAirborneAt,
      alerts: alerts.length === 0 ? NO_ALERTS : alerts.map((kind) => this.texts.same(kind)),
    };
  }

  private async readWatched(id: string): Promise<WatchedFlight | undefined> {
    const read = await this.unitOfWork.read((tx) => this.conformance.watched(tx, id, this.clock.now()));
    if (read) this.flights.set(id, read);
    return read;
  }

  private async readZones(deviceId: string, position: Position, now: Date): Promise<readonly WatchedZone[]> {
    const zones = await this.unitOfWork.read((tx) => this.conformance.zonesNear(tx, position, now));
    const freshMs = ZONES_FRESH_MS * (0.5 + Math.random() / 2);
    this.zones.keep(this.slots.of(deviceId), zones, position, now.getTime() + freshMs);
    return zones;
  }

  private forgetZones(): Promise<void> {
    this.zones.forgetAll();
    return Promise.resolve();
  }
}

function isSame(known: FlyingRow, news: FlyingRow): boolean {
  return (
    known.id === news.id &&
    known.state === news.state &&
    isSameTime(known.takenOffAt, news.takenOffAt) &&
    isSameTime(known.heardAirborneAt, news.heardAirborneAt) &&
    known.alerts.join() === news.alerts.join()
  );
}

function isSameTime(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime();
}

function areNear(a: Position, b: Position): boolean {
  return Math.abs(a.lat - b.lat) < NEIGHBOUR_DEGREES && Math.abs(a.lon - b.lon) < NEIGHBOUR_DEGREES;
}
