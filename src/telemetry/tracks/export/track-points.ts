import { Injectable } from '@nestjs/common';
import { type Period, type Tx, UnitOfWork } from '../../../platform/index.js';
import { trustOf } from '../../recorded/recorded.codes.js';
import { RecordedRepository } from '../../recorded/recorded.repository.js';
import type { RecordedTrack, StoredPoint } from '../../recorded/recorded.types.js';
import { type RecordedKey, RecordedPointRepository } from '../../recorded/recorded-point.repository.js';
import { sourceOf } from '../../recorded/track-sources.js';
import { type PointKey, TrackRepository } from '../track.repository.js';
import { gapLimitSeconds, type TrackedPoint } from '../track.rules.js';
import { type ExportedPoint, OVER_THE_LINE } from './track-export.types.js';

const PAGE = 2_000;

/** Every point of the stretches, a page at a time. A new segment begins with each stretch and after each gap. */
@Injectable()
export class TrackPoints {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: TrackRepository,
    private readonly recordings: RecordedRepository,
    private readonly recorded: RecordedPointRepository,
  ) {}

  /** What came over the line; what a gap is, the first frames of the stretch tell. */
  async *live(deviceId: string, stretches: readonly Period[]): AsyncGenerator<ExportedPoint> {
    let segment = 0;
    for (const stretch of stretches) {
      let previous: TrackedPoint | undefined;
      let limit: number | undefined;
      for await (const page of this.framePages(deviceId, stretch)) {
        limit ??= gapLimitSeconds(page);
        for (const point of page) {
          const silence = previous ? (point.at.getTime() - previous.at.getTime()) / 1000 : Infinity;
          if (silence > limit) segment += 1;
          yield { ...point, ...OVER_THE_LINE, segment };
          previous = point;
        }
      }
    }
  }

  /** What files tell, one file after the other; the file also tells where its way is broken. */
  async *recordedOf(deviceId: string, stretches: readonly Period[]): AsyncGenerator<ExportedPoint> {
    const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => this.unitOfWork.read(work);
    let segment = 0;
    for (const stretch of stretches) {
      for await (const track of this.recordings.allOfDevice(read, deviceId, { stretches: [stretch] })) {
        let previous: StoredPoint | undefined;
        let limit: number | undefined;
        for await (const page of this.recordedPages(track.id, stretch)) {
          limit ??= gapLimitSeconds(page);
          for (const point of page) {
            const silence = previous ? (point.at.getTime() - previous.at.getTime()) / 1000 : Infinity;
            if (silence > limit || point.segment !== previous?.segment) segment += 1;
            yield exported(track, point, segment);
            previous = point;
          }
        }
      }
    }
  }

  private async *framePages(deviceId: string, stretch: Period): AsyncGenerator<readonly TrackedPoint[]> {
    let after: PointKey | undefined;
    do {
      const from = after;
      const page = await this.unitOfWork.read((tx) => this.frames.pointsAfter(tx, deviceId, stretch, from, PAGE));
      yield page.points;
      after = page.last;
    } while (after);
  }

  private async *recordedPages(trackId: string, stretch: Period): AsyncGenerator<readonly StoredPoint[]> {
    let after: RecordedKey | undefined;
    do {
      const from = after;
      const page = await this.unitOfWork.read((tx) => this.recorded.pointsAfter(tx, trackId, stretch, from, PAGE));
      yield page;
      after = page.length === PAGE ? page.at(-1) : undefined;
    } while (after);
  }
}

function exported(track: RecordedTrack, point: StoredPoint, segment: number): ExportedPoint {
  const { extra: _, evidenceId, trackId, ...rest } = point;
  return {
    ...rest,
    segment,
    trackId,
    receivedAt: track.receivedAt,
    altitudeAmslMetres: null,
    headingDegrees: null,
    verticalSpeedMetresPerSecond: null,
    batteryPercent: null,
    mode: null,
    source: sourceOf(track.kind),
    trust: trustOf(track.saidBy),
    evidenceId: evidenceId ?? track.evidenceId,
    sha256: track.sha256,
    clock: track.summary?.clock.basis ?? null,
  };
}
