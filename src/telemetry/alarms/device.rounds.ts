import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { FenceBoard } from '../fences/fence.board.js';
import { detectFences, type FenceOutcome, type FenceSample, type FenceStay } from '../fences/fence.rules.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { batteryTurn } from './battery.rules.js';
import { batteryNews, contactsOf, placeNews, type SeenDevice } from './device-watch.rules.js';
import { type Finding, FindingKeeper } from './finding.keeper.js';
import { FollowedDevices } from './followed-devices.js';
import { Recollection } from './recollection.js';

/** What is remembered of a device between two looks; the database has all of it but what was seen. */
interface Memory {
  readonly seen: SeenDevice;
  readonly stays: readonly FenceStay[];
  readonly isLow: boolean;
}

/** Holds what is new of every device against the fences, and its battery against its threshold. */
@Injectable()
export class DeviceRounds {
  private readonly memories = new Map<string, Memory>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recollection: Recollection,
    private readonly board: FenceBoard,
    private readonly devices: FollowedDevices,
    private readonly keeper: FindingKeeper,
    private readonly clock: Clock,
  ) {}

  /**
   * @param rows what was heard lately; the same one more than once
   * @throws AggregateError at the end, of the devices that could not be followed: they do not keep the others
   */
  async go(rows: readonly LatestRow[]): Promise<void> {
    const now = this.clock.now();
    await this.board.refresh();
    const mine = this.devices.mine(rows);
    for (const id of this.memories.keys()) if (!this.devices.isMine(id)) this.memories.delete(id);
    const news = mine.filter(({ row }) => this.hasNews(row, now));
    await this.recall(news.map(({ row }) => row.deviceId));
    const thresholds = await this.devices.thresholds(now);
    const faults: Error[] = [];
    for (const { row, device } of news)
      await this.follow(row, device, thresholds, now).catch((error: unknown) =>
        faults.push(new Error(`device ${device.assetCode}`, { cause: error })),
      );
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} devices not held against fences`);
  }

  private hasNews({ deviceId, state }: LatestRow, now: Date): boolean {
    const seen = this.memories.get(deviceId)?.seen;
    return placeNews(state, seen, now) !== undefined || batteryNews(state, seen, now) !== null;
  }

  /** From the database, of devices that this instance has not looked at before. */
  private async recall(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.memories.has(id));
    if (unknown.length === 0) return;
    const { stays, low } = await this.unitOfWork.read((tx) => this.recollection.of(tx, unknown));
    for (const id of unknown)
      this.memories.set(id, {
        seen: { placeAt: null, batteryAt: null },
        stays: stays.get(id) ?? [],
        isLow: low.has(id),
      });
  }

  private async follow(
    { deviceId, state }: LatestRow,
    device: DeviceSummary,
    thresholds: ReadonlyMap<string, number>,
    now: Date,
  ): Promise<void> {
    const memory = this.memories.get(deviceId);
    if (!memory) return;
    const place = placeNews(state, memory.seen, now);
    const { outcome, over } = place ? this.holdAgainstFences(device, place, memory, now) : NOTHING;
    const charge = batteryNews(state, memory.seen, now);
    const turn = charge && batteryTurn(memory.isLow, charge.percent, this.devices.thresholdOf(device, thresholds));
    const finding: Finding = {
      device: this.devices.alarmed(device),
      at: place?.at ?? now,
      position: place?.position ?? state.position?.position ?? null,
      fences: outcome,
      over,
      battery: charge && turn ? { turn, percent: charge.percent, at: charge.at } : null,
    };
    if (isToKeep(finding)) await this.keeper.keep(finding, (id) => this.board.find(id));
    this.memories.set(deviceId, {
      seen: { placeAt: place?.at ?? memory.seen.placeAt, batteryAt: charge?.at ?? memory.seen.batteryAt },
      stays: outcome?.stays ?? memory.stays,
      isLow: turn ? turn === 'began' : memory.isLow,
    });
  }

  private holdAgainstFences(
    device: DeviceSummary,
    place: FenceSample,
    { stays }: Memory,
    now: Date,
  ): { outcome: FenceOutcome; over: readonly string[] } {
    const about = this.board.at(place.position).filter((fence) => this.devices.isAbout(fence, device, now));
    const over = stays.filter(({ fenceId }) => {
      const fence = this.board.find(fenceId);
      return !fence || !this.devices.isAbout(fence, device, now);
    });
    const going = stays.filter((stay) => !over.includes(stay));
    const contacts = contactsOf(place, about, going, (id) => this.board.find(id));
    return { outcome: detectFences(going, place, contacts), over: over.map(({ fenceId }) => fenceId) };
  }
}

const NOTHING = { outcome: null, over: [] } as const;

function isToKeep({ fences, over, battery }: Finding): boolean {
  if (battery !== null || over.length > 0) return true;
  return fences !== null && fences.entered.length + fences.left.length + fences.dwelled.length > 0;
}
