import { Injectable } from '@nestjs/common';
import { newId, type Period, periodLiteral, type Tx } from '../../platform/index.js';
import type { FixQuality } from '../sample.js';
import type { TrackPoint } from './track.rules.js';

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
}

const COLUMNS = `
  at, received_at AS "receivedAt", lon, lat, altitude_ellipsoid_metres AS "altitudeEllipsoidMetres",
  height_above_takeoff_metres AS "heightAboveTakeoffMetres", altitude_amsl_metres AS "altitudeAmslMetres",
  heading_degrees AS "headingDegrees", speed_metres_per_second AS "speedMetresPerSecond",
  vertical_speed_metres_per_second AS "verticalSpeedMetresPerSecond", battery_percent AS "batteryPercent",
  gimbal_pitch_degrees AS "gimbalPitchDegrees", gimbal_roll_degrees AS "gimbalRollDegrees",
  gimbal_yaw_degrees AS "gimbalYawDegrees", fix`;

@Injectable()
export class TrackRepository {
  /** Frames with a position, in the order of the device's time; at most `limit`. */
  async points(tx: Tx, deviceId: string, { from, to }: Period, limit: number): Promise<TrackPoint[]> {
    const records = await tx.query<PointRecord>(
      `SELECT ${COLUMNS} FROM telemetry_sample
       WHERE device_id = $1 AND at >= $2 AND at < $3 AND lon IS NOT NULL ORDER BY at, seq LIMIT $4`,
      [deviceId, from, to, limit],
    );
    return records.map(toPoint);
  }

  /** Keeps retention away from the period; the same hold twice is one. */
  async hold(tx: Tx, deviceId: string, during: Period, reason: string, at: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO track_hold (id, device_id, during, reason, held_at) VALUES ($1, $2, $3::tstzrange, $4, $5)
       ON CONFLICT ON CONSTRAINT track_hold_reason_key DO NOTHING`,
      [newId(), deviceId, periodLiteral(during), reason, at],
    );
  }
}

function toPoint(record: PointRecord): TrackPoint {
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
