import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { Period, Tx } from '../../platform/index.js';
import type { Sighting } from '../search/stay.rules.js';
import type { DeviceSaying, RecordedSource } from './recorded.codes.js';

/** A recorded track whose box touches the one asked for. */
export interface NearTrack {
  readonly id: string;
  readonly deviceId: string;
  readonly kind: RecordedSource;
  readonly saidBy: DeviceSaying | null;
  readonly evidenceId: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Where recorded tracks were, for searches by place. */
@Injectable()
export class RecordedVisitRepository {
  /** Of devices after this one, in the order of their ids. */
  async near(tx: Tx, box: BoundingBox, { from, to }: Period, after: string | undefined): Promise<NearTrack[]> {
    const { minLon, minLat, maxLon, maxLat } = box;
    return tx.query<NearTrack>(
      `SELECT id, device_id AS "deviceId", kind, said_by AS "saidBy", evidence_id AS "evidenceId",
         first_at AS "firstAt", last_at AS "lastAt" FROM recorded_track
       WHERE state = 'read' AND box && box(point($1, $2), point($3, $4)) AND first_at < $6 AND last_at >= $5
         AND device_id IS NOT NULL AND ($7::uuid IS NULL OR device_id > $7)
       ORDER BY device_id, first_at, id`,
      [minLon, minLat, maxLon, maxLat, from, to, after ?? null],
    );
  }

  /** How many points of the track lie in the periods, which do not overlap; counted up to `limit`. */
  async points(tx: Tx, trackId: string, periods: readonly Period[], limit: number): Promise<number> {
    const row = await tx.queryOne<{ points: number }>(
      `SELECT count(*)::int AS points FROM (
         SELECT 1 FROM unnest($2::timestamptz[], $3::timestamptz[]) AS asked (begins, ends), recorded_point p
         WHERE p.track_id = $1 AND p.at >= begins AND p.at < ends LIMIT $4) AS point`,
      [trackId, periods.map(({ from }) => from), periods.map(({ to }) => to), limit],
    );
    return row?.points ?? 0;
  }

  /** Points in the box, and those just before and after; at most `limit`. */
  async sightings(tx: Tx, trackId: string, { from, to }: Period, box: BoundingBox, limit: number): Promise<Sighting[]> {
    const { minLon, minLat, maxLon, maxLat } = box;
    const rows = await tx.query<{ at: Date; lon: number; lat: number }>(
      `SELECT at, lon, lat FROM (
         SELECT at, line, lon, lat, near, lag(near) OVER track AS before, lead(near) OVER track AS after FROM (
           SELECT at, line, lon, lat, lon BETWEEN $4 AND $6 AND lat BETWEEN $5 AND $7 AS near FROM recorded_point
           WHERE track_id = $1 AND at >= $2 AND at < $3) AS point
         WINDOW track AS (ORDER BY at, line)) AS seen
       WHERE near OR before OR after ORDER BY at, line LIMIT $8`,
      [trackId, from, to, minLon, minLat, maxLon, maxLat, limit],
    );
    return rows.map(({ at, lon, lat }) => ({ at, position: { lon, lat } }));
  }
}
