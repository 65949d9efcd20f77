import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, periodView } from '../../platform/index.js';
import { trackSources } from '../recorded/track-sources.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { resampled } from './resample.rules.js';
import { cutTrack, lengthMetres, type Segment } from './segment.rules.js';
import { simplified } from './simplify.rules.js';
import { MOST_POINTS, TrackReader } from './track.reader.js';
import { lineOf, sampleOf, trackFeature } from './track.rules.js';
import type {
  ResampledView,
  ResampleQuery,
  SegmentQuery,
  SegmentsView,
  TrackQuery,
  TrackView,
} from './track.schemas.js';

/** A device's past, as far as the asker may see it. */
@Injectable()
export class TracksService {
  constructor(private readonly reader: TrackReader) {}

  /** @throws NOT_FOUND, FORBIDDEN when no stretch of the period may be seen; TRACK_PERIOD_TOO_LONG */
  async track(actor: Actor, deviceId: string, query: z.output<typeof TrackQuery>): Promise<z.input<typeof TrackView>> {
    const { stretches, removed, truncated, recorded } = await this.reader.readSources(actor, deviceId, query);
    const line = stretches.flat();
    const { type, geometry, properties } = trackFeature(deviceId, line);
    const { samples, gaps } = properties;
    const about = { deviceId, samples: [...samples], gaps: [...gaps], removed: removed.map(periodView), truncated };
    const sources = trackSources(line, recorded.stretches, query.include === 'recorded');
    return { type, geometry, properties: { ...about, sources, sourcesTruncated: recorded.truncated } };
  }

  /** @throws as `track` */
  async segments(
    actor: Actor,
    deviceId: string,
    query: z.output<typeof SegmentQuery>,
  ): Promise<z.input<typeof SegmentsView>> {
    const { stretches, removed, truncated } = await this.reader.read(actor, deviceId, query);
    const cut = stretches.map(cutTrack);
    return {
      deviceId,
      toleranceMetres: query.toleranceMetres,
      segments: cut.flatMap(({ segments }) => segments.map((segment) => segmentView(segment, query.toleranceMetres))),
      gaps: cut.flatMap(({ gaps }) => gaps.map(periodView)),
      removed: removed.map(periodView),
      truncated,
    };
  }

  /** @throws as `track`, and TRACK_STEP_TOO_FINE */
  async resampled(
    actor: Actor,
    deviceId: string,
    { stepSeconds, bridgeSeconds, ...asked }: z.output<typeof ResampleQuery>,
  ): Promise<z.input<typeof ResampledView>> {
    const { during, stretches, removed, truncated } = await this.reader.read(actor, deviceId, asked);
    if ((during.to.getTime() - during.from.getTime()) / 1000 / stepSeconds > MOST_POINTS)
      throw TelemetryErrors.TRACK_STEP_TOO_FINE({ points: MOST_POINTS });
    const points = stretches.flatMap((stretch) => resampled(stretch, stepSeconds, bridgeSeconds));
    return {
      deviceId,
      stepSeconds,
      bridgeSeconds,
      points: points.map(({ method, point }) => ({ method, ...sampleOf(point) })),
      removed: removed.map(periodView),
      truncated,
    };
  }
}

function segmentView(
  { airborne, begunBy, endedBy, points }: Segment,
  toleranceMetres: number,
): z.input<typeof SegmentsView>['segments'][number] {
  const [first, last] = [points[0], points.at(-1)];
  const line = simplified(points, toleranceMetres);
  return {
    airborne,
    begunBy,
    endedBy,
    from: first?.at.toISOString() ?? '',
    to: last?.at.toISOString() ?? '',
    samples: points.length,
    drawn: line.length,
    lengthMetres: lengthMetres(points),
    geometry: lineOf(line),
  };
}
