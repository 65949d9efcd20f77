import { Injectable } from '@nestjs/common';
import { Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { DeviceSlots } from '../devices/device.slots.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { LiveBoard } from '../positions/live.board.js';
import { type HeardDevice, PositionRepository } from '../positions/position.repository.js';

/** A frame is committed within this of its receipt, and if later it is told with the next one. */
const COMMIT_MARGIN_MS = 5_000;

/** What was heard of lately, the same more than once; the board has what is known of it. */
export interface Heard {
  readonly all: readonly string[];
  readonly aircraft: readonly string[];
}

/**
 * What was heard of devices since the last look, whichever instance it arrived at. The store says of which: the intake
 * does not wait for what is made of its frames. What arrived here is on the board already; the rest is read onto it.
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
    private readonly slots: DeviceSlots,
  ) {}

  async look(): Promise<Heard> {
    const now = this.clock.now();
    const since = new Date(this.lookedAt.getTime() - COMMIT_MARGIN_MS);
    const { all, elsewhere } = await this.unitOfWork.read((tx) => this.heardSince(tx, since));
    const devices = await this.directory.byIds(all);
    // Whoever is told of news asks at once who the devices are.
    if (elsewhere.length > 0) this.board.advance(elsewhere);
    this.lookedAt = now;
    return { all, aircraft: devices.filter(({ category }) => category === 'uav').map(({ id }) => id) };
  }

  private async heardSince(tx: Tx, since: Date): Promise<{ all: string[]; elsewhere: LatestRow[] }> {
    const heard = await this.positions.heardSince(tx, since);
    const missing = heard.filter((device) => !this.isOnBoard(device)).map(({ deviceId }) => deviceId);
    const elsewhere = await this.positions.of(tx, missing);
    return { all: heard.map(({ deviceId }) => this.slots.idAt(this.slots.of(deviceId))), elsewhere };
  }

  private isOnBoard({ deviceId, times }: HeardDevice): boolean {
    return this.board.timesOf(deviceId) === times;
  }
}
