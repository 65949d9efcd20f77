import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { errorCatalogue, fillIn, Jobs, newId, type Period, type Tx } from '../../platform/index.js';
import { type DeviceSaying, PARSER_VERSION } from './recorded.codes.js';
import { RecordedRepository } from './recorded.repository.js';
import type { RecordedTrackView } from './recorded.schemas.js';
import type { AnnouncedRecording, PlacedPhoto, RecordedTrack, StoredPoint } from './recorded.types.js';
import { RecordedPointRepository } from './recorded-point.repository.js';

export const RECORDED_QUEUE = 'telemetry.readRecording';

/** A file and its points around a moment. */
export interface RecordedAround {
  readonly trackId: string;
  readonly evidenceId: string | null;
  readonly saidBy: DeviceSaying | null;
  readonly points: readonly StoredPoint[];
}

const MOST_AROUND = 20_000;
const WRITTEN_ABOARD = ['srt', 'mrk'] as const;

/** Tracks that come in files, as the room of evidence brings them. No access decision is taken here. */
@Injectable()
export class RecordedTracks {
  constructor(
    private readonly tracks: RecordedRepository,
    private readonly points: RecordedPointRepository,
    private readonly jobs: Jobs,
  ) {}

  /** An original that may hold a track: it is read after `tx` has committed, off the request path. */
  async announce(tx: Tx, recording: AnnouncedRecording): Promise<void> {
    const id = newId();
    await this.tracks.announce(tx, id, PARSER_VERSION, recording);
    await this.jobs.enqueue(tx, RECORDED_QUEUE, { id });
  }

  /** A photo is one more point of the series of its device and day. */
  async addPhoto(tx: Tx, photo: PlacedPhoto): Promise<void> {
    const series = await this.tracks.lengthenSeries(tx, newId(), PARSER_VERSION, photo);
    const { at, position, altitudeUnstatedMetres, heightAboveTakeoffMetres, gimbal, evidenceId } = photo;
    const point = {
      at,
      position,
      altitudeUnstatedMetres,
      heightAboveTakeoffMetres,
      gimbal,
      line: series.points,
      segment: 1,
      altitudeEllipsoidMetres: null,
      speedMetresPerSecond: null,
      fix: 'unknown',
      extra: null,
    } as const;
    await this.points.insert(tx, series.id, [point], evidenceId);
  }

  /** What became of a file; null when it was never taken for a track. */
  async ofEvidence(tx: Tx, evidenceId: string): Promise<z.input<typeof RecordedTrackView> | null> {
    const track = await this.tracks.ofEvidence(tx, evidenceId);
    return track ? recordedTrackView(track) : null;
  }

  /** What the drone itself wrote of the period, each file for itself; not the photos, which would only confirm themselves. */
  async around(tx: Tx, deviceId: string, during: Period): Promise<RecordedAround[]> {
    const found: RecordedAround[] = [];
    const asked = { stretches: [during], kinds: WRITTEN_ABOARD };
    for await (const track of this.tracks.allOfDevice((work) => work(tx), deviceId, asked)) {
      const { id: trackId, evidenceId, saidBy } = track;
      const points = await this.points.points(tx, trackId, during, { everyPoint: false, limit: MOST_AROUND });
      if (points.length > 0) found.push({ trackId, evidenceId, saidBy, points });
    }
    return found;
  }
}

function recordedTrackView(track: RecordedTrack): z.input<typeof RecordedTrackView> {
  const { id, kind, state, parser, summary, points, firstAt, lastAt, deviceId, saidBy, flightId, sameAs } = track;
  return {
    id,
    kind,
    state,
    parser,
    deviceId,
    saidBy,
    flightId,
    sameAs,
    points,
    summary,
    from: firstAt?.toISOString() ?? null,
    to: lastAt?.toISOString() ?? null,
    refusal: refusalOf(track),
  };
}

function refusalOf({ refusalCode, refusalDetails }: RecordedTrack) {
  if (refusalCode === null) return null;
  const entry = errorCatalogue().find(([code]) => code === refusalCode)?.[1];
  const details = refusalDetails ?? {};
  const words = { en: fillIn(entry?.en ?? refusalCode, details), zh: fillIn(entry?.zh ?? refusalCode, details) };
  return { code: refusalCode, details, words };
}
