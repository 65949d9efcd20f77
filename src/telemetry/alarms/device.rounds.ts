import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { Clock } from '../../platform/index.js';
import { FenceBoard } from '../fences/fence.board.js';
import { detectFences, type FenceOutcome, type FenceSample } from '../fences/fence.rules.js';
import { LiveBoard } from '../positions/live.board.js';
import { batteryTurn } from './battery.rules.js';
import { type DeviceMemory, DeviceMemories } from './device.memories.js';
import { batteryNews, contactsOf, placeNews } from './device-watch.rules.js';
import { type Finding, FindingKeeper } from './finding.keeper.js';
import { FollowedDevices } from './followed-devices.js';

/** Holds what is new of every device against the fences, and its battery against its threshold. */
@Injectable()
export class DeviceRounds {
  constructor(
    private readonly memories: DeviceMemories,
    private readonly live: LiveBoard,
    private readonly board: FenceBoard,
    private readonly devices: FollowedDevices,
    private readonly keeper: FindingKeeper,
    private readonly clock: Clock,
  ) {}

  /**
   * @param heard devices of which something was heard lately; the same one more than once
   * @throws AggregateError at the end, of the devices that could not be followed: they do not keep the others
   */
  async go(heard: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await this.board.refresh();
    this.memories.keepOnly((id) => this.devices.isMine(id));
    const mine = this.devices.mine(heard);
    await this.memories.recall(mine.map(({ id }) => id));
    const thresholds = await this.devices.thresholds(now);
    const faults: Error[] = [];
    for (const device of mine)
      await this.follow(device, thresholds, now).catch((error: unknown) =>
        faults.push(new Error(`device ${device.assetCode}`, { cause: error })),
      );
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} devices not held against fences`);
  }

  private async follow(device: DeviceSummary, thresholds: ReadonlyMap<string, number>, now: Date): Promise<void> {
    const memory = this.memories.of(device.id);
    const state = this.live.get(device.id)?.state;
    if (!memory || !state) return;
    const place = placeNews(state, memory.seen, now);
    const charge = batteryNews(state, memory.seen, now);
    if (!place && !charge) return;
    const { outcome, over } = place ? this.holdAgainstFences(device, place, memory, now) : NOTHING;
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
    this.memories.keep(device.id, {
      seen: { placeAt: place?.at ?? memory.seen.placeAt, batteryAt: charge?.at ?? memory.seen.batteryAt },
      stays: outcome?.stays ?? memory.stays,
      isLow: turn ? turn === 'began' : memory.isLow,
    });
  }

  private holdAgainstFences(
    device: DeviceSummary,
    place: FenceSample,
    { stays }: DeviceMemory,
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
