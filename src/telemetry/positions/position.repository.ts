import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { Tx } from '../../platform/index.js';
import type { LatestRow } from '../intake/intake.rows.js';
import type { FixQuality } from '../sample.js';

interface LatestRecord {
  readonly deviceId: string;
  readonly heardAt: Date;
  readonly receivedAt: Date;
  readonly positionAt: Date | null;
  readonly positionReceivedAt: Date | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  readonly headingDegrees: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly verticalSpeedMetresPerSecond: number | null;
  readonly gimbalPitchDegrees: number | null;
  readonly gimbalRollDegrees: number | null;
  readonly gimbalYawDegrees: number | null;
  readonly fix: FixQuality | null;
  readonly place: string | null;
  readonly batteryAt: Date | null;
  readonly batteryPercent: number | null;
  readonly modeAt: Date | null;
  readonly mode: string | null;
  readonly statusAt: Date | null;
  readonly status: string | null;
  readonly environmentAt: Date | null;
  readonly windMetresPerSecond: number | null;
  readonly rainfall: number | null;
  readonly celsius: number | null;
}

const COLUMNS = `
  device_id AS "deviceId", heard_at AS "heardAt", received_at AS "receivedAt", position_at AS "positionAt",
  position_received_at AS "positionReceivedAt", lon, lat, altitude_ellipsoid_metres AS "altitudeEllipsoidMetres",
  height_above_takeoff_metres AS "heightAboveTakeoffMetres", altitude_amsl_metres AS "altitudeAmslMetres",
  heading_degrees AS "headingDegrees", speed_metres_per_second AS "speedMetresPerSecond",
  vertical_speed_metres_per_second AS "verticalSpeedMetresPerSecond", gimbal_pitch_degrees AS "gimbalPitchDegrees",
  gimbal_roll_degrees AS "gimbalRollDegrees", gimbal_yaw_degrees AS "gimbalYawDegrees", fix, place,
  battery_at AS "batteryAt", battery_percent AS "batteryPercent", mode_at AS "modeAt", mode,
  status_at AS "statusAt", status, environment_at AS "environmentAt",
  environment_wind_metres_per_second AS "windMetresPerSecond", environment_rainfall AS rainfall,
  environment_celsius AS celsius`;

/** The times of a state; `timesOf` adds the same. */
const TIMES = [
  'heard_at',
  'received_at',
  'least(position_at, position_received_at)',
  'battery_at',
  'mode_at',
  'status_at',
  'environment_at',
];

export interface HeardDevice {
  readonly deviceId: string;
  /** As `timesOf` its state: another number says that the state is another one. */
  readonly times: number;
}

const HEARD_SINCE = `
  SELECT device_id AS "deviceId",
    ${TIMES.map((time) => `coalesce(round(date_part('epoch', ${time}) * 1000), 0)`).join(' + ')} AS times
  FROM device_latest WHERE received_at > $1`;

/** Reading what is known of every device now. */
@Injectable()
export class PositionRepository {
  async all(tx: Tx): Promise<LatestRow[]> {
    return (await tx.query<LatestRecord>(`SELECT ${COLUMNS} FROM device_latest`)).map(toRow);
  }

  /** Devices that were heard of since, and whether what is known of them is what somebody knows already. */
  async heardSince(tx: Tx, since: Date): Promise<HeardDevice[]> {
    return tx.prepared<HeardDevice>('telemetry.heard', HEARD_SINCE, [since]);
  }

  /** What each of these devices last said of its battery, and when; without those that have never said. */
  async batteries(tx: Tx, deviceIds: readonly string[]): Promise<[string, { percent: number; at: Date }][]> {
    const rows = await tx.query<{ deviceId: string; percent: number; at: Date }>(
      `SELECT device_id AS "deviceId", battery_percent AS percent, battery_at AS at FROM device_latest
       WHERE device_id = ANY ($1) AND battery_percent IS NOT NULL AND battery_at IS NOT NULL`,
      [deviceIds],
    );
    return rows.map(({ deviceId, percent, at }) => [deviceId, { percent, at }]);
  }

  /** What is known of these devices. */
  async of(tx: Tx, deviceIds: readonly string[]): Promise<LatestRow[]> {
    if (deviceIds.length === 0) return [];
    const text = `SELECT ${COLUMNS} FROM device_latest WHERE device_id = ANY($1)`;
    return (await tx.query<LatestRecord>(text, [deviceIds])).map(toRow);
  }

  /** Devices with a position, inside the box if one is given, in the order of their ids. */
  async positions(tx: Tx, box: BoundingBox | undefined, after: string | undefined): Promise<LatestRow[]> {
    const { minLon, minLat, maxLon, maxLat } = box ?? { minLon: -180, minLat: -90, maxLon: 180, maxLat: 90 };
    const records = await tx.query<LatestRecord>(
      `SELECT ${COLUMNS} FROM device_latest
       WHERE lon BETWEEN $1 AND $3 AND lat BETWEEN $2 AND $4 AND ($5::uuid IS NULL OR device_id > $5)
       ORDER BY device_id`,
      [minLon, minLat, maxLon, maxLat, after ?? null],
    );
    return records.map(toRow);
  }
}

function toRow(record: LatestRecord): LatestRow {
  const { deviceId, heardAt, receivedAt, place, batteryAt, batteryPercent, modeAt, mode, statusAt, status } = record;
  return {
    deviceId,
    place,
    state: {
      heardAt,
      receivedAt,
      position: toPosition(record),
      battery: batteryAt && batteryPercent !== null ? { at: batteryAt, percent: batteryPercent } : null,
      mode: modeAt && mode !== null ? { at: modeAt, word: mode } : null,
      status: statusAt && status !== null ? { at: statusAt, word: status } : null,
      environment: toEnvironment(record),
    },
  };
}

function toEnvironment({ environmentAt, windMetresPerSecond, rainfall, celsius }: LatestRecord) {
  return environmentAt && { at: environmentAt, windMetresPerSecond, rainfall, celsius };
}

function toPosition(record: LatestRecord): LatestRow['state']['position'] {
  const { positionAt, positionReceivedAt, lon, lat, fix } = record;
  if (!positionAt || !positionReceivedAt || lon === null || lat === null) return null;
  const { gimbalPitchDegrees, gimbalRollDegrees, gimbalYawDegrees } = record;
  const angles = [gimbalPitchDegrees, gimbalRollDegrees, gimbalYawDegrees];
  return {
    at: positionAt,
    receivedAt: positionReceivedAt,
    position: { lon, lat },
    altitudeEllipsoidMetres: record.altitudeEllipsoidMetres,
    heightAboveTakeoffMetres: record.heightAboveTakeoffMetres,
    altitudeAmslMetres: record.altitudeAmslMetres,
    headingDegrees: record.headingDegrees,
    speedMetresPerSecond: record.speedMetresPerSecond,
    verticalSpeedMetresPerSecond: record.verticalSpeedMetresPerSecond,
    gimbal: angles.every((angle) => angle === null)
      ? null
      : { pitchDegrees: gimbalPitchDegrees, rollDegrees: gimbalRollDegrees, yawDegrees: gimbalYawDegrees },
    fix: fix ?? 'unknown',
  };
}
