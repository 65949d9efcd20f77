import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { UnitTree } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/index.js';
import { DetectorLeases } from '../conformance/detector.leases.js';
import { CustodyBoard } from '../devices/custody.board.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { type Fence, type FencedDevice, isAbout, isMeant } from '../fences/fence.types.js';
import { AlarmRepository } from './alarm.repository.js';
import type { AlarmedDevice } from './alarm.types.js';
import { defaultThreshold } from './battery.rules.js';

const THRESHOLDS_FRESH_MS = 5_000;

/** The devices that this instance follows, with what fences and alarms ask of them. */
@Injectable()
export class FollowedDevices {
  private known: ReadonlyMap<string, number> = new Map();
  private readAt = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly leases: DetectorLeases,
    private readonly directory: DeviceDirectory,
    private readonly custody: CustodyBoard,
    private readonly units: UnitTree,
    private readonly alarms: AlarmRepository,
  ) {}

  /** What travels with a device is where a person is, and people are not followed. */
  mine(deviceIds: readonly string[]): DeviceSummary[] {
    return deviceIds.flatMap((id) => {
      const device = this.isMine(id) ? this.directory.known(id) : undefined;
      return device?.partOfId === null ? [device] : [];
    });
  }

  isMine(deviceId: string): boolean {
    return this.leases.has(deviceId);
  }

  /** Whose it is now. */
  alarmed(device: DeviceSummary): AlarmedDevice {
    const holding = this.custody.holding(device);
    return {
      deviceId: device.id,
      assetCode: device.assetCode,
      unitId: holding?.holderUnitId ?? device.unitId,
      caseId: holding?.caseId ?? null,
      holderId: holding?.holderUserId ?? null,
    };
  }

  isAbout(fence: Fence, device: DeviceSummary, now: Date): boolean {
    const followed = { device, holding: this.custody.holding(device) };
    return isAbout(fence, followed, now, (unitId, ancestorId) => this.units.isWithin(unitId, ancestorId));
  }

  /** Whether the fence was for the device in those hands, whatever the time. */
  wasMeant(fence: Fence, followed: FencedDevice): boolean {
    return isMeant(fence, followed, (unitId, ancestorId) => this.units.isWithin(unitId, ancestorId));
  }

  async thresholds(now: Date): Promise<ReadonlyMap<string, number>> {
    if (now.getTime() - this.readAt < THRESHOLDS_FRESH_MS) return this.known;
    this.known = await this.unitOfWork.read((tx) => this.alarms.thresholds(tx));
    this.readAt = now.getTime();
    return this.known;
  }

  thresholdOf(device: DeviceSummary, own: ReadonlyMap<string, number>): number {
    return own.get(device.id) ?? defaultThreshold(device.category);
  }
}
