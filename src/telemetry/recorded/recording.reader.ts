import { Injectable } from '@nestjs/common';
import {
  AppError,
  ARCHIVE_ERRORS,
  Clock,
  OnGivenUp,
  OnJob,
  OriginalsService,
  SYSTEM,
  type Tx,
  UnitOfWork,
  violates,
} from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { readRecording } from './formats/read-recording.js';
import { RECORDED_REFUSALS } from './recorded.errors.js';
import { RecordingFinisher } from './recording.finisher.js';
import { RecordedRepository } from './recorded.repository.js';
import type { ReadingSummary, RecordedTrack } from './recorded.types.js';
import { type Extent, grown, RecordedPointRepository } from './recorded-point.repository.js';
import { RECORDED_QUEUE } from './recorded-tracks.service.js';

const LONGEST_SECONDS = 300;
/** A clock may be ahead of ours, not by more than its zone could be wrong. */
const AHEAD_MS = 24 * 3_600_000;

const REFUSALS = new Set<string>([...Object.keys(RECORDED_REFUSALS), ...ARCHIVE_ERRORS]);

/** Reads files that were announced as tracks: all points in one transaction, or the reason why there are none. */
@Injectable()
export class RecordingReader {
  constructor(
    private readonly originals: OriginalsService,
    private readonly tracks: RecordedRepository,
    private readonly points: RecordedPointRepository,
    private readonly finisher: RecordingFinisher,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @OnJob(RECORDED_QUEUE)
  async read(data: Record<string, unknown>): Promise<void> {
    const id = String(data['id']);
    try {
      await this.unitOfWork.run(SYSTEM, async (tx) => {
        const track = await this.tracks.lockWaiting(tx, id);
        if (track) await this.keep(tx, track);
      });
    } catch (error) {
      await this.conclude(id, error);
    }
  }

  @OnGivenUp(RECORDED_QUEUE)
  async giveUp(data: Record<string, unknown>): Promise<void> {
    const why = TelemetryErrors.TRACK_READING_GAVE_UP();
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.tracks.refuse(tx, String(data['id']), 'refused', why, this.clock.now()),
    );
  }

  private async keep(tx: Tx, track: RecordedTrack): Promise<void> {
    const { summary, extent } = await this.take(tx, track);
    await this.finisher.finish(tx, track, summary, extent);
  }

  private async take(tx: Tx, track: RecordedTrack): Promise<{ summary: ReadingSummary; extent: Extent }> {
    const { id, kind, sha256, sizeBytes, receivedAt } = track;
    if (kind === 'exif' || sha256 === null || sizeBytes === null) throw new Error(`track ${id} is no file`);
    const notAfter = new Date(receivedAt.getTime() + AHEAD_MS);
    const reading = readRecording({ kind, sizeBytes, notAfter });
    const deadline = Date.now() + LONGEST_SECONDS * 1000;
    let extent: Extent | undefined;
    for await (const points of reading.batches(() => this.originals.read(sha256))) {
      if (Date.now() > deadline) throw TelemetryErrors.TRACK_READING_TIMEOUT({ seconds: LONGEST_SECONDS });
      await this.points.insert(tx, id, points);
      extent = grown(extent, points);
    }
    const summary = reading.summary();
    if (!extent) throw TelemetryErrors.TRACK_EMPTY();
    return { summary, extent };
  }

  /** What the file itself is to blame for is said of it; anything else is tried again. */
  private async conclude(id: string, error: unknown): Promise<void> {
    if (violates(error, 'recorded_track_bytes_key')) {
      // Whatever it was the same as may be gone by now: then it is read once more.
      const isMarked = await this.unitOfWork.run(SYSTEM, (tx) => this.tracks.markDuplicate(tx, id, this.clock.now()));
      if (!isMarked) throw error;
      return;
    }
    if (!(error instanceof AppError) || !REFUSALS.has(error.code)) throw error;
    const state = error.code === 'FLIGHT_RECORD_ENCRYPTED' ? 'unreadable' : 'refused';
    await this.unitOfWork.run(SYSTEM, (tx) => this.tracks.refuse(tx, id, state, error, this.clock.now()));
  }
}
