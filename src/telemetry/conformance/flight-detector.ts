import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import {
  type AirSample,
  ConformanceService,
  detect,
  FlightTurns,
  type FlyingRow,
  type Moment,
  type Outcome,
  turnOf,
  type WatchedFlight,
} from '../../missions/index.js';
import { UnitOfWork } from '../../platform/index.js';
import { NumberTable } from '../columns/number.table.js';
import { DeviceSlots } from '../devices/device.slots.js';
import { LONGEST_SILENCE_MS } from '../usage/flight.rules.js';
import { AirPicture } from './air-picture.js';

/** How bad an alert is, is written at most this often; that it begins or ends, at once. */
const WORST_EVERY_MS = 5_000;
const MOST_REMEMBERED = 1_000;

/** What is new of one aircraft. */
export interface AirNewsItem {
  readonly deviceId: string;
  readonly sample: AirSample;
}

/** Takes each aircraft's flight through what its frames say. */
@Injectable()
export class FlightDetector {
  /** By the slots of aircraft. */
  private readonly groundAt = new NumberTable(1);
  private readonly writtenAt = new Map<string, number>();
  /** Flights of which something got worse that is not written yet. */
  private readonly unwritten = new Set<string>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly picture: AirPicture,
    private readonly conformance: ConformanceService,
    private readonly turns: FlightTurns,
    private readonly slots: DeviceSlots,
  ) {}

  /** Whether the aircraft would begin a flight with this. */
  mayTakeOff({ deviceId, sample }: AirNewsItem): boolean {
    return sample.airborne === true && this.picture.flightOf(deviceId) === undefined;
  }

  /** When each of them last landed, asked for all at once. */
  async lastLandings(items: readonly AirNewsItem[]): Promise<ReadonlyMap<string, Date>> {
    if (items.length === 0) return new Map();
    const ids = items.map(({ deviceId }) => deviceId);
    return this.unitOfWork.read((tx) => this.conformance.lastLandings(tx, ids));
  }

  /**
   * @param landedAt when it last landed, where it may take off now
   * @returns whether flights have begun or ended, and the picture is to be taken again
   */
  async follow({ deviceId, sample }: AirNewsItem, landedAt: Date | null): Promise<boolean> {
    const turned = await this.turn(deviceId, sample, landedAt);
    if (sample.airborne === false) this.groundAt.put(this.slots.of(deviceId), 0, sample.at.getTime());
    const row = this.picture.flightOf(deviceId);
    if (row?.heardAirborneAt && !turned) await this.watch(row, { sample }, sample.position);
    return turned;
  }

  /** @returns as `follow` */
  async followSilence(row: FlyingRow, lastAt: Date | null, now: Date): Promise<boolean> {
    if (!row.heardAirborneAt) return false;
    const watched = await this.picture.watched(row.id);
    if (!watched) return false;
    if (now.getTime() - watched.state.heardAt.getTime() > LONGEST_SILENCE_MS) {
      await this.writeDown(watched);
      await this.turns.land(row.id, lastAt ?? watched.state.heardAt, 'silent');
      return true;
    }
    await this.watch(row, { silentAt: now }, null);
    return false;
  }

  private async turn(deviceId: string, sample: AirSample, landedAt: Date | null): Promise<boolean> {
    const row = this.picture.flightOf(deviceId);
    const flying = row ? { takenOffAt: row.takenOffAt, heardAirborne: row.heardAirborneAt !== null } : null;
    const ground = this.groundAt.get(this.slots.find(deviceId), 0);
    const turn = turnOf({ flying, landedAt, groundAt: ground === null ? null : new Date(ground) }, sample);
    if (turn === 'took_off') await this.turns.takeOff({ deviceId, at: sample.at, position: sample.position });
    if (turn === 'first_heard' && row) await this.turns.hear(row.id, sample);
    if (turn === 'landed' && row) await this.land(row, sample.at);
    return turn !== null;
  }

  private async land({ id }: FlyingRow, at: Date): Promise<void> {
    const watched = this.unwritten.has(id) && (await this.picture.watched(id));
    if (watched) await this.writeDown(watched);
    await this.turns.land(id, at, 'heard');
  }

  /** With its landing all alerts end as they are written by then. */
  private async writeDown({ id, state }: WatchedFlight): Promise<void> {
    if (!this.unwritten.delete(id)) return;
    await this.conformance.record(id, state.state, { next: state, began: [], worsened: [], ended: [] }, null);
  }

  private async watch({ id, deviceId }: FlyingRow, moment: Moment, position: Position | null): Promise<void> {
    const watched = await this.picture.watched(id);
    if (!watched) return;
    const zones = await this.picture.zonesAround(deviceId, position);
    const others = this.picture.othersNear(deviceId, position);
    const outcome = detect(watched.state, moment, { ...watched.limits, zones, others });
    await this.keep(watched, outcome, position);
  }

  private async keep(watched: WatchedFlight, outcome: Outcome, position: Position | null): Promise<void> {
    const from = watched.state.state;
    if (this.isToWrite(watched, outcome)) {
      if (!(await this.conformance.record(watched.id, from, outcome, position))) return this.picture.forget(watched.id);
      if (this.writtenAt.size > MOST_REMEMBERED) this.writtenAt.clear();
      this.writtenAt.set(watched.id, outcome.next.heardAt.getTime());
      this.unwritten.delete(watched.id);
    } else if (outcome.worsened.length > 0) this.unwritten.add(watched.id);
    this.picture.keep({ ...watched, state: outcome.next });
  }

  private isToWrite({ id, state }: WatchedFlight, { began, ended, worsened, next }: Outcome): boolean {
    if (began.length > 0 || ended.length > 0 || next.state !== state.state) return true;
    return worsened.length > 0 && next.heardAt.getTime() - (this.writtenAt.get(id) ?? 0) >= WORST_EVERY_MS;
  }
}
