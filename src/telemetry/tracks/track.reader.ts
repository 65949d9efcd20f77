import { Injectable } from '@nestjs/common';
import { type Actor, Clock, type Period, type Tx, UnitOfWork } from '../../platform/index.js';
import { type RecordedReading, RecordedStretches } from '../recorded/recorded-stretches.js';
import { RetentionRepository } from '../retention/retention.repository.js';
import { stretchesOf } from '../retention/retention.rules.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { TrackRepository } from './track.repository.js';
import type { TrackedPoint } from './track.rules.js';
import { TrackSight } from './track.sight.js';

const HOUR_MS = 3_600_000;
export const LONGEST_HOURS = 48;
/** Shown of a track at once. */
export const MOST_POINTS = 20_000;

export interface ReadTrack {
  readonly during: Period;
  /** Of each stretch that may be seen its points, in the order of time; none over all that were not asked for. */
  readonly stretches: readonly (readonly TrackedPoint[])[];
  /** Days whose frames are no longer kept. */
  readonly removed: readonly Period[];
  /** There is more after the last point. */
  readonly truncated: boolean;
}

export interface ReadSources extends ReadTrack {
  readonly recorded: RecordedReading;
}

/** Reads the past of a device as far as the asker may see it. */
@Injectable()
export class TrackReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sight: TrackSight,
    private readonly repository: TrackRepository,
    private readonly retention: RetentionRepository,
    private readonly clock: Clock,
    private readonly recorded: RecordedStretches,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN when no stretch of the period may be seen; TRACK_PERIOD_TOO_LONG */
  async read(
    actor: Actor,
    deviceId: string,
    asked: { readonly from?: Date | undefined; readonly to?: Date | undefined },
  ): Promise<ReadTrack> {
    const during = periodOf(asked, this.clock.now());
    return this.unitOfWork.read(async (tx) => {
      const seen = await this.sight.visibleStretches(tx, actor, deviceId, during);
      return this.frames(tx, deviceId, during, seen);
    });
  }

  /** Also what files tell of the period, apart from the frames. @throws as `read` */
  async readSources(
    actor: Actor,
    deviceId: string,
    asked: { readonly from?: Date | undefined; readonly to?: Date | undefined },
  ): Promise<ReadSources> {
    const during = periodOf(asked, this.clock.now());
    return this.unitOfWork.read(async (tx) => {
      const seen = await this.sight.visibleStretches(tx, actor, deviceId, during);
      const frames = await this.frames(tx, deviceId, during, seen);
      return { ...frames, recorded: await this.recorded.of(tx, deviceId, seen, MOST_POINTS) };
    });
  }

  private async frames(tx: Tx, deviceId: string, during: Period, seen: readonly Period[]): Promise<ReadTrack> {
    const { stretches, truncated } = await this.points(tx, deviceId, seen);
    const removed = stretchesOf(await this.retention.removedDays(tx, during), during);
    return { during, stretches, truncated, removed };
  }

  /** One point more than shown is read, so that what is left out can be told. */
  private async points(tx: Tx, deviceId: string, seen: readonly Period[]) {
    const stretches: TrackedPoint[][] = [];
    let left = MOST_POINTS;
    for (const stretch of seen) {
      const points = await this.repository.points(tx, deviceId, stretch, left + 1);
      stretches.push(points.slice(0, left));
      if (points.length > left) return { stretches, truncated: true };
      left -= points.length;
    }
    return { stretches, truncated: false };
  }
}

/** Without `to` until now, without `from` the hour before `to`. @throws TRACK_PERIOD_TOO_LONG */
function periodOf(
  { from, to }: { readonly from?: Date | undefined; readonly to?: Date | undefined },
  now: Date,
): Period {
  const end = to ?? (from ? new Date(Math.max(now.getTime(), from.getTime() + 1)) : now);
  const begin = from ?? new Date(end.getTime() - HOUR_MS);
  if (end.getTime() - begin.getTime() > LONGEST_HOURS * HOUR_MS) {
    throw TelemetryErrors.TRACK_PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
  }
  return { from: begin, to: end };
}
