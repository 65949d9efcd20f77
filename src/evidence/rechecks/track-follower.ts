import { Injectable } from '@nestjs/common';
import { Clock, OnEvent, type RecordedEvent, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { TelemetryEvents } from '../../telemetry/index.js';
import { TRACK_WITHIN_MS } from '../chain/surroundings.reader.js';
import { RecheckRepository } from './recheck.repository.js';

/** So long more of the same is waited for. */
const GATHERED_MS = 5_000;

/** When a stretch of a device's track becomes known after the fact, what it took there and then is checked again. */
@Injectable()
export class TrackFollower {
  constructor(
    private readonly rechecks: RecheckRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Twice is once: an item waits once. */
  @OnEvent(TelemetryEvents['telemetry.track_filled'])
  async onTrackFilled({ payload }: RecordedEvent): Promise<void> {
    const { deviceId, from, to } = payload as { deviceId: string; from: string; to: string };
    const reached = {
      from: new Date(Date.parse(from) - TRACK_WITHIN_MS),
      to: new Date(Date.parse(to) + TRACK_WITHIN_MS),
    };
    const dueAt = new Date(this.clock.now().getTime() + GATHERED_MS);
    await this.unitOfWork.run(SYSTEM, (tx) => this.rechecks.planOfDevice(tx, deviceId, reached, dueAt));
  }
}
