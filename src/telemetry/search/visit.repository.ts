import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { Period, Tx } from '../../platform/index.js';
import type { CellRun } from './cell.rules.js';
import type { Sighting } from './stay.rules.js';

/** A device and the hours in which it was near. */
export interface NearDevice {
  readonly deviceId: string;
  readonly hours: readonly Date[];
}

@Injectable()
export class VisitRepository {
  /** Devices after this one, in the order of their ids, that were in one of the cells in one of the hours. */
  async near(
    tx: Tx,
    hours: readonly Date[],
    runs: readonly CellRun[],
    after: string | undefined,
  ): Promise<NearDevice[]> {
    return tx.query<NearDevice>(
      `SELECT v.device_id AS "deviceId", array_agg(DISTINCT v.hour ORDER BY v.hour) AS hours
       FROM unnest($1::timestamptz[]) AS asked (hour), unnest($2::integer[], $3::integer[]) AS run (first, last),
         telemetry_visit v
       WHERE v.hour = asked.hour AND v.cell BETWEEN run.first AND run.last AND ($4::uuid IS NULL OR v.device_id > $4)
       GROUP BY v.device_id ORDER BY v.device_id`,
      [hours, runs.map(({ first }) => first), runs.map(({ last }) => last), after ?? null],
    );
  }

  /** Where the device was in the box, and where the frames just before and after lie; at most `limit`. */
  async sightings(
    tx: Tx,
    deviceId: string,
    { from, to }: Period,
    box: BoundingBox,
    limit: number,
  ): Promise<Sighting[]> {
    const { minLon, minLat, maxLon, maxLat } = box;
    const rows = await tx.query<{ at: Date; lon: number; lat: number }>(
      `SELECT at, lon, lat FROM (
         SELECT at, seq, lon, lat, near, lag(near) OVER track AS before, lead(near) OVER track AS after FROM (
           SELECT at, seq, lon, lat, lon BETWEEN $4 AND $6 AND lat BETWEEN $5 AND $7 AS near FROM telemetry_sample
           WHERE device_id = $1 AND at >= $2 AND at < $3 AND lon IS NOT NULL) AS frame
         WINDOW track AS (ORDER BY at, seq)) AS seen
       WHERE near OR before OR after ORDER BY at, seq LIMIT $8`,
      [deviceId, from, to, minLon, minLat, maxLon, maxLat, limit],
    );
    return rows.map(({ at, lon, lat }) => ({ at, position: { lon, lat } }));
  }
}
