import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, type Period, periodView, UnitOfWork } from '../../platform/index.js';
import { RetentionRepository } from '../retention/retention.repository.js';
import { stretchesOf } from '../retention/retention.rules.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { TrackRepository } from './track.repository.js';
import { trackFeature, type TrackPoint } from './track.rules.js';
import type { TrackQuery, TrackView } from './track.schemas.js';
import { TrackSight } from './track.sight.js';

const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 48;
const MOST_POINTS = 20_000;

/** A device's past, as far as the asker may see it. */
@Injectable()
export class TracksService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sight: TrackSight,
    private readonly repository: TrackRepository,
    private readonly retention: RetentionRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN when no stretch of the period may be seen; TRACK_PERIOD_TOO_LONG */
  async track(actor: Actor, deviceId: string, query: z.output<typeof TrackQuery>): Promise<z.input<typeof TrackView>> {
    const during = periodOf(query, this.clock.now());
    const { points, removed } = await this.points(actor, deviceId, during);
    const shown = points.slice(0, MOST_POINTS);
    const { type, geometry, properties } = trackFeature(deviceId, shown);
    const { samples, gaps } = properties;
    const truncated = points.length > shown.length;
    return {
      type,
      geometry,
      properties: { deviceId, samples: [...samples], gaps: [...gaps], removed: removed.map(periodView), truncated },
    };
  }

  /** One more than shown, so that what is left out can be told. */
  private points(
    actor: Actor,
    deviceId: string,
    during: Period,
  ): Promise<{ readonly points: readonly TrackPoint[]; readonly removed: readonly Period[] }> {
    return this.unitOfWork.read(async (tx) => {
      const points: TrackPoint[] = [];
      for (const stretch of await this.sight.visibleStretches(tx, actor, deviceId, during)) {
        const left = MOST_POINTS + 1 - points.length;
        if (left > 0) points.push(...(await this.repository.points(tx, deviceId, stretch, left)));
      }
      return { points, removed: stretchesOf(await this.retention.removedDays(tx, during), during) };
    });
  }
}

function periodOf({ from, to }: z.output<typeof TrackQuery>, now: Date): Period {
  const end = to ?? (from ? new Date(Math.max(now.getTime(), from.getTime() + 1)) : now);
  const begin = from ?? new Date(end.getTime() - HOUR_MS);
  if (end.getTime() - begin.getTime() > LONGEST_HOURS * HOUR_MS) {
    throw TelemetryErrors.TRACK_PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
  }
  return { from: begin, to: end };
}
