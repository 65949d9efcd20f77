import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger, OnEveryMinute, type Period, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { FenceBoard } from '../fences/fence.board.js';
import { TrackRepository } from '../tracks/track.repository.js';
import { LateNotes } from './late-notes.js';
import { lateStays } from './late-stays.rules.js';
import { FollowedDevices } from './followed-devices.js';

/** A day of an aircraft that always flies is about this many frames. */
const MOST_POINTS = 50_000;
const MOST_DEVICES = 500;

/** Finds in frames that came late who was inside of fences then. It is kept, and nobody is alarmed by it. */
@Injectable()
export class LateTracks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notes: LateNotes,
    private readonly tracks: TrackRepository,
    private readonly board: FenceBoard,
    private readonly devices: FollowedDevices,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Right however late it runs and when two runs meet: a stretch is taken by one of them, with what comes of it. */
  @OnEveryMinute('telemetry.late_tracks')
  async run(): Promise<void> {
    await this.board.refresh();
    let after: string | undefined;
    for (let nth = 0; nth < MOST_DEVICES; nth += 1) {
      after = await this.takeNext(after);
      if (after === undefined) return;
    }
  }

  /** The device whose turn it was; undefined after the last. */
  private async takeNext(after: string | undefined): Promise<string | undefined> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const late = await this.notes.next(tx, after);
      if (!late || !(await this.notes.hold(tx, late.deviceId))) return late?.deviceId;
      await this.review(tx, late.deviceId, late);
      await this.notes.done(tx, late);
      return late.deviceId;
    });
  }

  private async review(tx: Tx, deviceId: string, { from, to }: Period): Promise<void> {
    const device = await this.notes.device(tx, deviceId);
    if (!device || device.partOfId !== null) return;
    const points = await this.tracks.points(tx, deviceId, { from, to: new Date(to.getTime() + 1) }, MOST_POINTS);
    if (points.length === MOST_POINTS)
      this.logger.warn({ deviceId, from, to }, 'not all late frames held against fences');
    const stays = lateStays(points, (position) =>
      this.board.at(position).filter((fence) => this.devices.isMeant(fence, device, to)),
    );
    for (const { fence, ...stay } of stays) await this.notes.keep(tx, device, fence, stay);
  }
}
