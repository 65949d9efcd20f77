import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import { RecordedRepository } from './recorded.repository.js';
import type { RecordedTrack, StoredPoint } from './recorded.types.js';
import { RecordedPointRepository } from './recorded-point.repository.js';

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

  /** @param seen in the order of time, of one device and not overlapping */
  async of(tx: Tx, deviceId: string, seen: readonly Period[], most: number): Promise<RecordedReading> {
    const [first, last] = [seen[0], seen.at(-1)];
    if (!first || !last) return { stretches: [], truncated: false };
    const stretches: RecordedStretch[] = [];
    let left = most;
    for (const track of await this.tracks.ofDevice(tx, deviceId, { from: first.from, to: last.to })) {
      const everyPoint = isSparse(track);
      const points: StoredPoint[] = [];
      for (const stretch of seen) {
        const limit = left - points.length + 1;
        points.push(...(await this.points.points(tx, track.id, stretch, { everyPoint, limit })));
        if (points.length > left) break;
      }
      if (points.length > 0) stretches.push({ track, points: points.slice(0, left), everyPoint });
      if (points.length > left) return { stretches, truncated: true };
      left -= points.length;
    }
    return { stretches, truncated: false };
  }
}

/** Photos and marks of exposures are few, and each is one of its own. */
function isSparse({ kind }: RecordedTrack): boolean {
  return kind === 'exif' || kind === 'mrk';
}
