import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import { numberArray, secondsArray, textArray } from '../intake/sql-arrays.js';
import type { FixQuality, JsonObject } from '../sample.js';
import type { RecordedPoint, StoredPoint } from './recorded.types.js';

/** From when to when and in which box a track lies. */
export interface Extent {
  first: Date;
  last: Date;
  minLon: number;
  minLat: number;
  maxLon: number;
  maxLat: number;
}

interface PointRecord {
  readonly trackId: string;
  readonly at: Date;
  readonly line: number;
  readonly segment: number;
  readonly lon: number;
  readonly lat: number;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeUnstatedMetres: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly gimbalPitchDegrees: number | null;
  readonly gimbalRollDegrees: number | null;
  readonly gimbalYawDegrees: number | null;
  readonly fix: FixQuality;
  readonly evidenceId: string | null;
  readonly extra: JsonObject | null;
}

const COLUMNS = `
  track_id AS "trackId", at, line, segment, lon, lat, altitude_ellipsoid_metres AS "altitudeEllipsoidMetres",
  height_above_takeoff_metres AS "heightAboveTakeoffMetres", altitude_unstated_metres AS "altitudeUnstatedMetres",
  speed_metres_per_second AS "speedMetresPerSecond", gimbal_pitch_degrees AS "gimbalPitchDegrees",
  gimbal_roll_degrees AS "gimbalRollDegrees", gimbal_yaw_degrees AS "gimbalYawDegrees", fix,
  evidence_id AS "evidenceId", extra`;

/** Where a page of points goes on. */
export interface RecordedKey {
  readonly at: Date;
  readonly line: number;
}

/** Points of recorded tracks. */
@Injectable()
export class RecordedPointRepository {
  async insert(
    tx: Tx,
    trackId: string,
    points: readonly RecordedPoint[],
    evidenceId: string | null = null,
  ): Promise<void> {
    if (points.length === 0) return;
    const numbers = (read: (point: RecordedPoint) => number | null) => numberArray(points.map(read));
    await tx.prepared(
      'telemetry-insert-recorded-points',
      `INSERT INTO recorded_point (track_id, at, line, segment, lon, lat, altitude_ellipsoid_metres,
         height_above_takeoff_metres, altitude_unstated_metres, speed_metres_per_second, gimbal_pitch_degrees,
         gimbal_roll_degrees, gimbal_yaw_degrees, fix, evidence_id, extra)
       SELECT $1, to_timestamp(at), line, segment, lon, lat, ellipsoid, above_takeoff, unstated, speed, pitch, roll, yaw,
         fix, $2, extra
       FROM unnest($3::float8[], $4::integer[], $5::integer[], $6::float8[], $7::float8[], $8::float8[], $9::float8[],
         $10::float8[], $11::float8[], $12::float8[], $13::float8[], $14::float8[], $15::text[], $16::jsonb[])
         AS point (at, line, segment, lon, lat, ellipsoid, above_takeoff, unstated, speed, pitch, roll, yaw, fix, extra)`,
      [
        trackId,
        evidenceId,
        secondsArray(points.map(({ at }) => at)),
        numbers(({ line }) => line),
        numbers(({ segment }) => segment),
        numbers(({ position }) => position.lon),
        numbers(({ position }) => position.lat),
        numbers((point) => point.altitudeEllipsoidMetres),
        numbers((point) => point.heightAboveTakeoffMetres),
        numbers((point) => point.altitudeUnstatedMetres),
        numbers((point) => point.speedMetresPerSecond),
        numbers(({ gimbal }) => gimbal?.pitchDegrees ?? null),
        numbers(({ gimbal }) => gimbal?.rollDegrees ?? null),
        numbers(({ gimbal }) => gimbal?.yawDegrees ?? null),
        textArray(points.map(({ fix }) => fix)),
        textArray(points.map(({ extra }) => extra && JSON.stringify(extra))),
      ],
    );
  }

  /**
   * In the order of time. Films have thirty points a second: of each second the first is enough to look at, and `everyPoint`
   * gives all.
   */
  async points(
    tx: Tx,
    trackId: string,
    { from, to }: Period,
    { everyPoint, limit }: { readonly everyPoint: boolean; readonly limit: number },
  ): Promise<StoredPoint[]> {
    const first = everyPoint ? '' : `DISTINCT ON (segment, date_trunc('second', at))`;
    const order = everyPoint ? 'at, line' : `segment, date_trunc('second', at), at, line`;
    const records = await tx.query<PointRecord>(
      `SELECT * FROM (SELECT ${first} ${COLUMNS} FROM recorded_point
         WHERE track_id = $1 AND at >= $2 AND at < $3 ORDER BY ${order}) AS shown
       ORDER BY at, line LIMIT $4`,
      [trackId, from, to, limit],
    );
    return records.map(toPoint);
  }

  /** The next points after those of `after`, every one. */
  async pointsAfter(
    tx: Tx,
    trackId: string,
    { from, to }: Period,
    after: RecordedKey | undefined,
    limit: number,
  ): Promise<StoredPoint[]> {
    const records = await tx.query<PointRecord>(
      `SELECT ${COLUMNS} FROM recorded_point
       WHERE track_id = $1 AND at >= $2 AND at < $3 AND (at, line) > ($4, $5) ORDER BY at, line LIMIT $6`,
      [trackId, from, to, after?.at ?? from, after?.line ?? -1, limit],
    );
    return records.map(toPoint);
  }
}

/** Grows with every batch; undefined before the first point. */
export function grown(extent: Extent | undefined, points: readonly RecordedPoint[]): Extent | undefined {
  let grows = extent;
  for (const { at, position } of points) {
    const { lon, lat } = position;
    grows ??= { first: at, last: at, minLon: lon, minLat: lat, maxLon: lon, maxLat: lat };
    if (at < grows.first) grows.first = at;
    if (at > grows.last) grows.last = at;
    grows.minLon = Math.min(grows.minLon, lon);
    grows.minLat = Math.min(grows.minLat, lat);
    grows.maxLon = Math.max(grows.maxLon, lon);
    grows.maxLat = Math.max(grows.maxLat, lat);
  }
  return grows;
}

function toPoint({
  lon,
  lat,
  gimbalPitchDegrees,
  gimbalRollDegrees,
  gimbalYawDegrees,
  ...rest
}: PointRecord): StoredPoint {
  const angles = [gimbalPitchDegrees, gimbalRollDegrees, gimbalYawDegrees];
  return {
    ...rest,
    position: { lon, lat },
    gimbal: angles.every((angle) => angle === null)
      ? null
      : { pitchDegrees: gimbalPitchDegrees, rollDegrees: gimbalRollDegrees, yawDegrees: gimbalYawDegrees },
  };
}
