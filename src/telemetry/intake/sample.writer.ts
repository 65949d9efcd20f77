import type { PoolClient } from 'pg';
import type { GimbalAngles } from '../sample.js';
import type { Visit } from '../search/visit.memory.js';
import type { SampleRow } from './intake.rows.js';
import { jsonArray, numberArray, secondsArray, textArray } from './sql-arrays.js';

// Visits go with the frames in one statement: a round trip of their own would cost more than writing them.
const INSERT = `
WITH visited AS (
  INSERT INTO telemetry_visit (hour, cell, device_id)
  SELECT to_timestamp(hour), cell, device_id
  FROM unnest($28::float8[], $29::integer[], $30::uuid[]) AS visit (hour, cell, device_id)
  ON CONFLICT DO NOTHING)
INSERT INTO telemetry_sample (
  device_id, at, seq, received_at, dialect, topic, gateway_serial, lon, lat,
  altitude_ellipsoid_metres, height_above_takeoff_metres, altitude_amsl_metres, heading_degrees, pitch_degrees,
  roll_degrees, speed_metres_per_second, vertical_speed_metres_per_second, battery_percent,
  gimbal_pitch_degrees, gimbal_roll_degrees, gimbal_yaw_degrees, mode, fix, extra, raw)
SELECT device_id, to_timestamp(at), seq, to_timestamp(received_at), dialect, topic, gateway_serial, lon, lat,
  altitude_ellipsoid, height_above_takeoff, altitude_amsl, heading, pitch, roll, speed, vertical_speed, battery,
  gimbal_pitch, gimbal_roll, gimbal_yaw, mode, fix, extra, substring($25::bytea FROM raw_from FOR raw_length)
FROM unnest(
  $1::uuid[], $2::float8[], $3::bigint[], $4::float8[], $5::text[], $6::text[], $7::text[], $8::float8[], $9::float8[],
  $10::float8[], $11::float8[], $12::float8[], $13::float8[], $14::float8[], $15::float8[], $16::float8[], $17::float8[],
  $18::float8[], $19::float8[], $20::float8[], $21::float8[], $22::text[], $23::text[], $24::jsonb[],
  $26::integer[], $27::integer[])
  AS frame (device_id, at, seq, received_at, dialect, topic, gateway_serial, lon, lat, altitude_ellipsoid,
    height_above_takeoff, altitude_amsl, heading, pitch, roll, speed, vertical_speed, battery,
    gimbal_pitch, gimbal_roll, gimbal_yaw, mode, fix, extra, raw_from, raw_length)
ON CONFLICT (device_id, at, seq) DO NOTHING`;

/**
 * Adds frames and visits; those already there stay as they are.
 * @returns how many frames were new
 */
export async function insertSamples(
  client: PoolClient,
  rows: readonly SampleRow[],
  visits: readonly Visit[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const numbers = (read: (row: SampleRow) => number | null) => numberArray(rows.map(read));
  const texts = (read: (row: SampleRow) => string | null) => textArray(rows.map(read));
  const gimbal = (angle: keyof GimbalAngles) => numbers(({ sample }) => sample.gimbal?.[angle] ?? null);
  const raw = joined(rows);
  const result = await client.query({
    name: 'telemetry-insert-samples',
    text: INSERT,
    values: [
      texts(({ deviceId }) => deviceId),
      secondsArray(rows.map(({ sample }) => sample.at)),
      numberArray(rows.map(({ sample }) => sample.seq)),
      secondsArray(rows.map(({ sample }) => sample.receivedAt)),
      texts(({ sample }) => sample.dialect),
      texts(({ origin }) => origin.topic),
      texts(({ sample }) => sample.gatewaySerial),
      numbers(({ sample }) => sample.position?.lon ?? null),
      numbers(({ sample }) => sample.position?.lat ?? null),
      numbers(({ sample }) => sample.altitudeEllipsoidMetres),
      numbers(({ sample }) => sample.heightAboveTakeoffMetres),
      numbers(({ sample }) => sample.altitudeAmslMetres),
      numbers(({ sample }) => sample.headingDegrees),
      numbers(({ sample }) => sample.pitchDegrees),
      numbers(({ sample }) => sample.rollDegrees),
      numbers(({ sample }) => sample.speedMetresPerSecond),
      numbers(({ sample }) => sample.verticalSpeedMetresPerSecond),
      numbers(({ sample }) => sample.batteryPercent),
      gimbal('pitchDegrees'),
      gimbal('rollDegrees'),
      gimbal('yawDegrees'),
      texts(({ sample }) => sample.mode),
      texts(({ sample }) => sample.fix),
      jsonArray(rows.map(({ sample }) => sample.extra)),
      raw.bytes,
      numberArray(raw.starts),
      numberArray(raw.lengths),
      numberArray(visits.map(({ hour }) => hour / 1000)),
      numberArray(visits.map(({ cell }) => cell)),
      textArray(visits.map(({ deviceId }) => deviceId)),
    ],
  });
  return result.rowCount ?? 0;
}

/** All raw bytes in one binary parameter: as an array they would travel, and be parsed, as twice as much hex. */
function joined(rows: readonly SampleRow[]): { bytes: Buffer; starts: number[]; lengths: number[] } {
  const starts: number[] = [];
  let next = 1;
  const messages = rows.map(({ origin }) => origin.raw);
  for (const { length } of messages) {
    starts.push(next);
    next += length;
  }
  return { bytes: Buffer.concat(messages), starts, lengths: messages.map(({ length }) => length) };
}
