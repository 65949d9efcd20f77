import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import { Clock, newId, OnEveryMinute, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { FenceRepository } from '../fences/fence.repository.js';
import type { FenceOutcome } from '../fences/fence.rules.js';
import type { Fence } from '../fences/fence.types.js';
import { AlarmKeeper } from './alarm.keeper.js';
import type { AlarmedDevice, NewAlarm } from './alarm.types.js';

/** What a look at a device found. */
export interface Finding {
  readonly device: AlarmedDevice;
  readonly at: Date;
  readonly position: Position | null;
  readonly fences: FenceOutcome | null;
  /** Stays of fences that are over, or no longer about the device: they end without a word, a fence's at its end. */
  readonly over: readonly string[];
  readonly battery: { readonly turn: 'began' | 'ended'; readonly percent: number; readonly at: Date } | null;
}

/** Keeps what the detectors find. What another instance has found already is not told again. */
@Injectable()
export class FindingKeeper {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fences: FenceRepository,
    private readonly alarms: AlarmKeeper,
    private readonly clock: Clock,
  ) {}

  /** Who is inside of a fence and silent is there no longer for the fence that is over. */
  @OnEveryMinute('telemetry.fences_over')
  async endOverstayed(): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const { deviceId, fenceId, at } of await this.fences.overstayed(tx, this.clock.now()))
        await this.leave(tx, deviceId, fenceId, at);
    });
  }

  async keep(finding: Finding, find: (fenceId: string) => Fence | undefined): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      if (finding.fences) await this.keepFences(tx, finding, finding.fences, find);
      for (const fenceId of finding.over) {
        const overAt = await this.fences.overAt(tx, fenceId, this.clock.now());
        await this.leave(tx, finding.device.deviceId, fenceId, overAt ?? finding.at);
      }
      await this.keepBattery(tx, finding);
    });
  }

  private async keepFences(
    tx: Tx,
    { device, position, at }: Finding,
    { entered, left, dwelled }: FenceOutcome,
    find: (fenceId: string) => Fence | undefined,
  ): Promise<void> {
    const { deviceId } = device;
    for (const stay of entered) {
      const fence = find(stay.fenceId);
      const isNew = await this.fences.enter(tx, newId(), deviceId, stay);
      if (isNew && fence?.tellsEnter)
        await this.alarms.begin(tx, device, { ...fenced('fence_entered', fence, position), beganAt: stay.enteredAt });
    }
    for (const { fenceId } of dwelled) {
      const fence = find(fenceId);
      if (!fence || !(await this.fences.dwell(tx, deviceId, fenceId, at))) continue;
      const alarm = { ...fenced('fence_dwell', fence, position), beganAt: at, value: fence.dwellMinutes };
      await this.alarms.begin(tx, device, alarm);
    }
    for (const { stay, at: leftAt } of left) {
      const fence = find(stay.fenceId);
      if (!(await this.leave(tx, deviceId, stay.fenceId, leftAt)) || !fence?.tellsLeave) continue;
      const alarm = { ...fenced('fence_left', fence, position), beganAt: leftAt, endedAt: leftAt };
      await this.alarms.begin(tx, device, alarm);
    }
  }

  private async leave(tx: Tx, deviceId: string, fenceId: string, at: Date): Promise<boolean> {
    await this.alarms.end(tx, deviceId, ['fence_entered', 'fence_dwell'], fenceId, at);
    return this.fences.leave(tx, deviceId, fenceId, at);
  }

  private async keepBattery(tx: Tx, { device, battery, position }: Finding): Promise<void> {
    if (battery?.turn === 'ended') await this.alarms.end(tx, device.deviceId, ['low_battery'], null, battery.at);
    if (battery?.turn !== 'began') return;
    const { at: beganAt, percent: value } = battery;
    const alarm = { kind: 'low_battery', fenceId: null, about: null, endedAt: null, isLate: false } as const;
    await this.alarms.begin(tx, device, { ...alarm, beganAt, value, position });
  }
}

function fenced(
  kind: 'fence_entered' | 'fence_left' | 'fence_dwell',
  { fenceId, name }: Fence,
  position: Position | null,
): Omit<NewAlarm, 'beganAt'> {
  return { kind, fenceId, about: name, endedAt: null, position, value: null, isLate: false };
}
