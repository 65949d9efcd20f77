import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { PositionRepository } from '../positions/position.repository.js';

/** A frame is committed within this of its receipt, and if later it is told with the next one. */
const COMMIT_MARGIN_MS = 5_000;

/** The newest state of whatever was heard of lately; the same one more than once. */
export interface Heard {
  readonly all: readonly LatestRow[];
  readonly aircraft: readonly LatestRow[];
}

/**
 * What was heard of devices since the last look, whichever instance it arrived at. It is read from the store and not
 * taken from the intake: the intake does not wait for what is made of its frames.
 */
@Injectable()
export class AirNews {
  private lookedAt = new Date(0);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly positions: PositionRepository,
    private readonly directory: DeviceDirectory,
    private readonly clock: Clock,
  ) {}

  async look(): Promise<Heard> {
    const now = this.clock.now();
    const since = new Date(this.lookedAt.getTime() - COMMIT_MARGIN_MS);
    const rows = await this.unitOfWork.read((tx) => this.positions.heardSince(tx, since));
    const devices = await this.directory.byIds(rows.map(({ deviceId }) => deviceId));
    const aircraft = new Set(devices.filter(({ category }) => category === 'uav').map(({ id }) => id));
    this.lookedAt = now;
    return { all: rows, aircraft: rows.filter(({ deviceId }) => aircraft.has(deviceId)) };
  }
}
