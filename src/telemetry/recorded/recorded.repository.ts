import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import type { RecordedSource, RecordingState } from './recorded.codes.js';
import type { AnnouncedRecording, PlacedPhoto, ReadingSummary, RecordedTrack } from './recorded.types.js';
import type { Extent } from './recorded-point.repository.js';

const COLUMNS = `
  id, kind, state, evidence_id AS "evidenceId", sha256, size_bytes::float8 AS "sizeBytes", device_id AS "deviceId",
  said_by AS "saidBy", flight_id AS "flightId", parser, summary, refusal_code AS "refusalCode",
  refusal_details AS "refusalDetails", same_as AS "sameAs", points, first_at AS "firstAt", last_at AS "lastAt",
  received_at AS "receivedAt"`;

/** Which recorded tracks of a device are asked for, and how many at once. */
interface TrackPage {
  /** Half-open; a track that touches any of them is meant. */
  readonly stretches: readonly Period[];
  /** All where left out. */
  readonly kinds?: readonly RecordedSource[];
  /** The last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Reads in a transaction: in one that is open, or each page in one of its own. */
type Reading = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Tracks of a page. */
const TRACKS_AT_ONCE = 200;

/** Rows of `recorded_track`. */
@Injectable()
export class RecordedRepository {
  async announce(tx: Tx, id: string, parser: string, recording: AnnouncedRecording): Promise<void> {
    const { kind, evidenceId, sha256, sizeBytes, deviceId, saidBy, broughtBy, receivedAt } = recording;
    await tx.execute(
      `INSERT INTO recorded_track (id, kind, state, evidence_id, sha256, size_bytes, device_id, said_by, brought_by,
         parser, points, received_at)
       VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, 0, $10)`,
      [id, kind, evidenceId, sha256, sizeBytes, deviceId, saidBy, JSON.stringify(broughtBy), parser, receivedAt],
    );
  }

  /** The series of photos of that device and day, with one more in it; its row stays locked until the end of `tx`. */
  async lengthenSeries(
    tx: Tx,
    id: string,
    parser: string,
    { deviceId, saidBy, at, position, zoneAssumed, receivedAt }: PlacedPhoto,
  ): Promise<{ readonly id: string; readonly points: number }> {
    const basis = zoneAssumed ? 'local_assumed' : 'photos';
    const rows = await tx.query<{ id: string; points: number }>(
      `INSERT INTO recorded_track AS series (id, kind, state, device_id, said_by, day, brought_by, parser, summary, points,
         first_at, last_at, box, received_at, finished_at)
       VALUES ($1, 'exif', 'read', $2, $3, ($4::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, '{}', $5, $6, 1,
         $4, $4, box(point($7, $8), point($7, $8)), $9, $9)
       ON CONFLICT (device_id, said_by, day) WHERE kind = 'exif' DO UPDATE SET
         points = series.points + 1, first_at = least(series.first_at, excluded.first_at),
         last_at = greatest(series.last_at, excluded.last_at), box = bound_box(series.box, excluded.box),
         summary = CASE WHEN $10 THEN excluded.summary ELSE series.summary END
       RETURNING id, points`,
      [id, deviceId, saidBy, at, parser, seriesSummary(basis), position.lon, position.lat, receivedAt, zoneAssumed],
    );
    const [series] = rows;
    if (!series) throw new Error('an upsert without a row');
    return series;
  }

  /** Also waits for whoever reads it just now. */
  async lockWaiting(tx: Tx, id: string): Promise<RecordedTrack | undefined> {
    return tx.queryOne<RecordedTrack>(
      `SELECT ${COLUMNS} FROM recorded_track WHERE id = $1 AND state = 'waiting' FOR UPDATE`,
      [id],
    );
  }

  async ofEvidence(tx: Tx, evidenceId: string): Promise<RecordedTrack | undefined> {
    return tx.queryOne<RecordedTrack>(`SELECT ${COLUMNS} FROM recorded_track WHERE evidence_id = $1`, [evidenceId]);
  }

  /** @throws a violation of `recorded_track_bytes_key` when the same bytes of the same device were read before */
  async finish(
    tx: Tx,
    id: string,
    { summary, extent, flightId, at }: { summary: ReadingSummary; extent: Extent; flightId: string | null; at: Date },
  ): Promise<void> {
    const { first, last, minLon, minLat, maxLon, maxLat } = extent;
    await tx.execute(
      `UPDATE recorded_track SET state = 'read', summary = $2, points = $3, first_at = $4, last_at = $5,
         box = box(point($6, $7), point($8, $9)), flight_id = $10, finished_at = $11
       WHERE id = $1`,
      [id, JSON.stringify(summary), summary.points, first, last, minLon, minLat, maxLon, maxLat, flightId, at],
    );
  }

  async refuse(
    tx: Tx,
    id: string,
    state: Extract<RecordingState, 'refused' | 'unreadable'>,
    { code, details }: { readonly code: string; readonly details: object },
    at: Date,
  ): Promise<void> {
    await tx.execute(
      `UPDATE recorded_track SET state = $2, refusal_code = $3, refusal_details = $4, finished_at = $5
       WHERE id = $1 AND state = 'waiting'`,
      [id, state, code, JSON.stringify(details, printable), at],
    );
  }

  /** False when there is no earlier reading (any more), or this one waits no more. */
  async markDuplicate(tx: Tx, id: string, at: Date): Promise<boolean> {
    const marked = await tx.query(
      `UPDATE recorded_track AS later SET state = 'duplicate', same_as = first.id, finished_at = $2
       FROM recorded_track AS first
       WHERE later.id = $1 AND later.state = 'waiting' AND first.state = 'read' AND first.kind <> 'exif'
         AND first.sha256 = later.sha256 AND first.device_id IS NOT DISTINCT FROM later.device_id
       RETURNING later.id`,
      [id, at],
    );
    return marked.length === 1;
  }

  /** In the order of their beginning. */
  async ofDevice(tx: Tx, deviceId: string, { stretches, kinds, after, limit }: TrackPage): Promise<RecordedTrack[]> {
    return tx.query<RecordedTrack>(
      `SELECT ${COLUMNS} FROM recorded_track
       WHERE device_id = $1 AND state = 'read' AND ($4::text[] IS NULL OR kind = ANY ($4))
         AND EXISTS (SELECT 1 FROM unnest($2::timestamptz[], $3::timestamptz[]) AS stretch (begins, ends)
           WHERE first_at < ends AND last_at >= begins)
         AND ($5::uuid IS NULL OR (first_at, id) > (SELECT first_at, id FROM recorded_track WHERE id = $5))
       ORDER BY first_at, id LIMIT $6`,
      [deviceId, stretches.map(({ from }) => from), stretches.map(({ to }) => to), kinds ?? null, after ?? null, limit],
    );
  }

  /** Every one, page by page. */
  async *allOfDevice(
    read: Reading,
    deviceId: string,
    asked: Pick<TrackPage, 'stretches' | 'kinds'>,
  ): AsyncGenerator<RecordedTrack> {
    let after: string | undefined;
    do {
      const page = { ...asked, after, limit: TRACKS_AT_ONCE };
      const tracks = await read((tx) => this.ofDevice(tx, deviceId, page));
      yield* tracks;
      after = tracks.length === TRACKS_AT_ONCE ? tracks.at(-1)?.id : undefined;
    } while (after !== undefined);
  }
}

/** Words out of a file may hold what no jsonb takes: NUL, and half a character where they were cut. */
function printable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(/\p{C}/gu, '\uFFFD') : value;
}

function seriesSummary(basis: 'local_assumed' | 'photos'): string {
  const assumedZone = basis === 'local_assumed' ? 'Asia/Shanghai' : null;
  return JSON.stringify({ format: 'exif', clock: { basis, assumedZone } });
}
