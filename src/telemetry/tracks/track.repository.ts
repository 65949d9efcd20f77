import { Injectable } from '@nestjs/common';
import { newId, type Period, periodLiteral, type Tx } from '../../platform/index.js';
import type { FixQuality } from '../sample.js';
import type { TrackedPoint } from './track.rules.js';

interface PointRecord {
  readonly at: Date;
  readonly receivedAt: Date;
  readonly lon: number;
  readonly lat: number;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly headingDegrees: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly verticalSpeedMetresPerSecond: number | null;
  readonly batteryPercent: number | null;
  readonly gimbalPitchDegrees: number | null;
  readonly gimbalRollDegrees: number | null;
  readonly gimbalYawDegrees: number | null;
  readonly fix: FixQuality;
  readonly mode: string | null;
}

/** What frames of a device are in order by; `seq` is 63 bits, never negative. */
export interface PointKey {
  readonly at: Date;
  readonly seq: string;
}

const COLUMNS = `
  at, received_at AS "receivedAt", lon, lat, altitude_ellipsoid_metres AS "altitudeEllipsoidMetres",
  height_above_takeoff_metres AS "heightAboveTakeoffMetres", altitude_amsl_metres AS "altitudeAmslMetres",
  heading_degrees AS "headingDegrees", speed_metres_per_second AS "speedMetresPerSecond",
  vertical_speed_metres_per_second AS "verticalSpeedMetresPerSecond", battery_percent AS "batteryPercent",
  gimbal_pitch_degrees AS "gimbalPitchDegrees", gimbal_roll_degrees AS "gimbalRollDegrees",
  gimbal_yaw_degrees AS "gimbalYawDegrees", fix, mode`;

@Injectable()
export class TrackRepository {
  /** Frames with a position, in the order of the device's time; at most `limit`. */
  async points(tx: Tx, deviceId: string, { from, to }: Period, limit: number): Promise<TrackedPoint[]> {
    const records = await tx.query<PointRecord>(
      `SELECT ${COLUMNS} FROM telemetry_sample
       WHERE device_id = $1 AND at >= $2 AND at < $3 AND lon IS NOT NULL ORDER BY at, seq LIMIT $4`,
      [deviceId, from, to, limit],
    );
    return records.map(toPoint);
  }

  /** The next frames with a position after those of `after`. */
  async pointsAfter(
    tx: Tx,
    deviceId: string,
    { from, to }: Period,
    after: PointKey | undefined,
    limit: number,
  ): Promise<{ readonly points: TrackedPoint[]; readonly last: PointKey | undefined }> {
    const records = await tx.query<PointRecord & { seq: string }>(
      `SELECT ${COLUMNS}, seq FROM telemetry_sample
       WHERE device_id = $1 AND at >= $2 AND at < $3 AND (at, seq) > ($4, $5) AND lon IS NOT NULL
       ORDER BY at, seq LIMIT $6`,
      [deviceId, after?.at ?? from, to, after?.at ?? from, after?.seq ?? '-1', limit],
    );
    const points = records.map(toPoint);
    const last = records.length === limit ? records.at(-1) : undefined;
    return { points, last: last && { at: last.at, seq: last.seq } };
  }

  /** Keeps retention away from the period; the same hold twice is one. */
  async hold(tx: Tx, deviceId: string, during: Period, reason: string, at: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO track_hold (id, device_id, during, reason, held_at) VALUES ($1, $2, $3::tstzrange, $4, $5)
       ON CONFLICT ON CONSTRAINT track_hold_reason_key DO NOTHING`,
      [newId(), deviceId, periodLiteral(during), reason, at],
    );
  }

  async release(tx: Tx, reason: string): Promise<void> {
    await tx.execute(`DELETE FROM track_hold WHERE reason = $1`, [reason]);
  }
}

function toPoint(record: PointRecord): TrackedPoint {
  const { lon, lat, gimbalPitchDegrees, gimbalRollDegrees, gimbalYawDegrees, ...rest } = record;
  const angles = [gimbalPitchDegrees, gimbalRollDegrees, gimbalYawDegrees];
  return {
    ...rest,
    position: { lon, lat },
    gimbal: angles.every((angle) => angle === null)
      ? null
      : { pitchDegrees: gimbalPitchDegrees, rollDegrees: gimbalRollDegrees, yawDegrees: gimbalYawDegrees },
  };
}
