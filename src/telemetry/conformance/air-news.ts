import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { timesOf } from '../positions/latest.rules.js';
import { LiveBoard } from '../positions/live.board.js';
import { type HeardDevice, PositionRepository } from '../positions/position.repository.js';

/** A frame is committed within this of its receipt, and if later it is told with the next one. */
const COMMIT_MARGIN_MS = 5_000;

/** The newest state of whatever was heard of lately; the same one more than once. */
export interface Heard {
  readonly all: readonly LatestRow[];
  readonly aircraft: readonly LatestRow[];
}

/**
 * What was heard of devices since the last look, whichever instance it arrived at. The store says of which: the intake
 * does not wait for what is made of its frames. What arrived here is on the board already; the rest is read.
 */
@Injectable()
export class AirNews {
  private lookedAt = new Date(0);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly positions: PositionRepository,
    private readonly board: LiveBoard,
    private readonly directory: DeviceDirectory,
    private readonly clock: Clock,
  ) {}

  async look(): Promise<Heard> {
    const now = this.clock.now();
    const since = new Date(this.lookedAt.getTime() - COMMIT_MARGIN_MS);
    const rows = await this.heardSince(since);
    const devices = await this.directory.byIds(rows.map(({ deviceId }) => deviceId));
    const aircraft = new Set(devices.filter(({ category }) => category === 'uav').map(({ id }) => id));
    this.lookedAt = now;
    return { all: rows, aircraft: rows.filter(({ deviceId }) => aircraft.has(deviceId)) };
  }

  private async heardSince(since: Date): Promise<LatestRow[]> {
    return this.unitOfWork.read(async (tx) => {
      const heard = await this.positions.heardSince(tx, since);
      const elsewhere = heard.filter((device) => !this.isOnBoard(device));
      const read = await this.positions.of(
        tx,
        elsewhere.map(({ deviceId }) => deviceId),
      );
      const readById = new Map(read.map((row) => [row.deviceId, row]));
      return heard.flatMap(({ deviceId }) => readById.get(deviceId) ?? this.board.get(deviceId) ?? []);
    });
  }

  private isOnBoard({ deviceId, times }: HeardDevice): boolean {
    const row = this.board.get(deviceId);
    return row !== undefined && timesOf(row.state) === times;
  }
}
