import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import { RecordedRepository } from './recorded.repository.js';
import type { RecordedTrack, StoredPoint } from './recorded.types.js';
import { RecordedPointRepository } from './recorded-point.repository.js';

/** Files shown at once. */
const MOST_TRACKS = 200;

/** What of a recorded track lies in the stretches that may be seen. */
export interface RecordedStretch {
  readonly track: RecordedTrack;
  readonly points: readonly StoredPoint[];
  /** Of a film one point a second is shown. */
  readonly everyPoint: boolean;
}

export interface RecordedReading {
  readonly stretches: readonly RecordedStretch[];
  readonly truncated: boolean;
}

/** Recorded tracks of a device, as far as its past may be seen. */
@Injectable()
export class RecordedStretches {
  constructor(
    private readonly tracks: RecordedRepository,
    private readonly points: RecordedPointRepository,
  ) {}

  /** `truncated`: there are more points, or more files. @param seen in the order of time, of one device and not overlapping */
  async of(tx: Tx, deviceId: string, seen: readonly Period[], most: number): Promise<RecordedReading> {
    if (seen.length === 0) return { stretches: [], truncated: false };
    const tracks = await this.tracks.ofDevice(tx, deviceId, { stretches: seen, limit: MOST_TRACKS + 1 });
    const stretches: RecordedStretch[] = [];
    let left = most;
    for (const track of tracks.slice(0, MOST_TRACKS)) {
      const everyPoint = isSparse(track);
      const points = await this.pointsOf(tx, track, seen, { everyPoint, limit: left + 1 });
      const shown = points.slice(0, left);
      if (shown.length > 0) stretches.push({ track, points: shown, everyPoint });
      if (points.length > left) return { stretches, truncated: true };
      left -= points.length;
    }
    return { stretches, truncated: tracks.length > MOST_TRACKS };
  }

  private async pointsOf(
    tx: Tx,
    { id }: RecordedTrack,
    seen: readonly Period[],
    { everyPoint, limit }: { readonly everyPoint: boolean; readonly limit: number },
  ): Promise<StoredPoint[]> {
    const points: StoredPoint[] = [];
    for (const stretch of seen) {
      if (points.length === limit) break;
      points.push(...(await this.points.points(tx, id, stretch, { everyPoint, limit: limit - points.length })));
    }
    return points;
  }
}

/** Photos and marks of exposures are few, and each is one of its own. */
function isSparse({ kind }: RecordedTrack): boolean {
  return kind === 'exif' || kind === 'mrk';
}
