import { Injectable } from '@nestjs/common';
import { OnEveryMinute, Outbox, type Period, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { trackFilled } from '../track-filled.js';
import { FenceIndex } from '../fences/fence-index.js';
import { FenceRepository } from '../fences/fence.repository.js';
import { TrackRepository } from '../tracks/track.repository.js';
import { LateNotes } from './late-notes.js';
import { lateStays, LONGEST_GAP_MS } from './late-stays.rules.js';
import { FollowedDevices } from './followed-devices.js';

/** A day of an aircraft that always flies is about this many frames; what is more waits for the next minute. */
const MOST_POINTS = 50_000;
const MOST_DEVICES = 500;

/** Finds in frames that came late who was inside of fences then. It is kept, and nobody is alarmed by it. */
@Injectable()
export class LateTracks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notes: LateNotes,
    private readonly tracks: TrackRepository,
    private readonly fences: FenceRepository,
    private readonly devices: FollowedDevices,
    private readonly outbox: Outbox,
  ) {}

  /** Right however late it runs and when two runs meet: a stretch is taken by one of them, with what comes of it. */
  @OnEveryMinute('telemetry.late_tracks')
  async run(): Promise<void> {
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
      const upTo = await this.review(tx, late.deviceId, late);
      await this.notes.done(tx, late, upTo);
      await this.outbox.record(tx, trackFilled(late.deviceId, { from: late.from, to: upTo ?? late.to }));
      return late.deviceId;
    });
  }

  /** How far it came; null: to the end. What lies around is looked at too, so that a stay that goes on is known again. */
  private async review(tx: Tx, deviceId: string, { from, to }: Period): Promise<Date | null> {
    const device = await this.notes.device(tx, deviceId);
    if (!device || device.partOfId !== null) return null;
    const around = { from: shifted(from, -LONGEST_GAP_MS), to: shifted(to, LONGEST_GAP_MS) };
    const points = await this.tracks.points(tx, deviceId, around, MOST_POINTS);
    const index = new FenceIndex(await this.fences.inForceDuring(tx, around));
    const holdings = await this.notes.holdings(tx, deviceId, around);
    const stays = lateStays(points, { from, to }, ({ at, position }) => {
      const holding = holdings.find(({ during }) => at >= during.from && at < during.to);
      return index.at(position).filter((fence) => this.devices.wasMeant(fence, { device, holding }));
    });
    for (const { fence, ...stay } of stays) await this.notes.keep(tx, device, fence, stay);
    const last = points.length === MOST_POINTS ? points.at(-1)?.at : undefined;
    return last && last > from && last < to ? last : null;
  }
}

function shifted(at: Date, byMs: number): Date {
  return new Date(at.getTime() + byMs);
}
