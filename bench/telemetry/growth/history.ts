import pg from 'pg';
import { aircraftOsdMessage } from '../../../scripts/simulator/dji-messages.js';
import type { BenchDevice } from '../fleet/bench-fleet.js';

const HOUR_MS = 3_600_000;
/** Each reports once a second: ten times the rows is ten times as long ago. */
export const REPORTING = 25;
const CHUNK_SECONDS = 4_000;
/** Known positions, as many as the pool has devices. */
const KNOWN = 426;
/** Beyond the last whole hour, so that this hour and what lies around it is there, however short the history. */
const BEYOND_SECONDS = 200;

const END = (Math.floor(Date.now() / HOUR_MS) - 4) * HOUR_MS;
/**
 * The last whole hour of the history; the lines of the benchmark write later than it. The clock is read once: what was
 * filled is asked for hours later.
 */
export const LAST_HOUR = { from: END - HOUR_MS, to: END } as const;

/** Fills a database with so many frames, as 25 devices would have left them, and what else of them is kept. */
export async function fillHistory(databaseUrl: string, fleet: readonly BenchDevice[], rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const devices = fleet.slice(0, REPORTING);
    const end = LAST_HOUR.to / 1_000 + BEYOND_SECONDS;
    const begin = end - rows / REPORTING;
    await client.query(MAKE_PARTITIONS, [begin, end]);
    const [first] = fleet;
    const raw = first ? rawOf(first) : Buffer.alloc(0);
    for (let from = begin; from < end; from += CHUNK_SECONDS) {
      const to = Math.min(from + CHUNK_SECONDS, end) - 1;
      await client.query(FILL, [from, to, ...columnsOf(devices), raw]);
    }
    await client.query(FILL_LATEST, [end, ...columnsOf(fleet.slice(0, KNOWN))]);
    await client.query('VACUUM ANALYZE telemetry_sample');
    await client.query('VACUUM ANALYZE telemetry_visit');
    await client.query('VACUUM ANALYZE device_latest');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

const MAKE_PARTITIONS = `SELECT make_telemetry_partitions(
  (to_timestamp($1::float8) AT TIME ZONE 'UTC')::date, (to_timestamp($2::float8) AT TIME ZONE 'UTC')::date)`;

/** In the order in which they would have come. */
const FILL = `
WITH frame AS (
  SELECT device.id, to_timestamp(second) AS at, second * 1000 + device.number AS seq,
    device.lon + sin(second / 60.0) * 0.002 AS lon, device.lat + cos(second / 60.0) * 0.002 AS lat, device.serial
  FROM generate_series($1::bigint, $2::bigint) AS second,
    unnest($3::uuid[], $4::text[], $5::float8[], $6::float8[]) WITH ORDINALITY AS device (id, serial, lon, lat, number)
  ORDER BY second, device.number),
visited AS (
  INSERT INTO telemetry_visit (hour, cell, device_id)
  SELECT DISTINCT date_trunc('hour', at), telemetry_cell(lon, lat), id FROM frame ON CONFLICT DO NOTHING)
INSERT INTO telemetry_sample (
  device_id, at, seq, received_at, dialect, topic, gateway_serial, lon, lat, altitude_ellipsoid_metres,
  height_above_takeoff_metres, heading_degrees, pitch_degrees, roll_degrees, speed_metres_per_second,
  vertical_speed_metres_per_second, battery_percent, gimbal_pitch_degrees, gimbal_roll_degrees, gimbal_yaw_degrees, mode,
  fix, extra, raw)
SELECT id, at, seq, at + interval '80 ms', 'dji', 'thing/product/' || serial || '/osd', serial, lon, lat, 103.2, 80.4, 90,
  -6.2, 0.3, 7.9, 0.1, 76, -90, 0, 90, 'wayline', 'gnss', '{"windMetresPerSecond": 3.4}', $7::bytea
FROM frame`;

const FILL_LATEST = `
INSERT INTO device_latest (device_id, heard_at, received_at, position_at, position_received_at, lon, lat,
  height_above_takeoff_metres, heading_degrees, speed_metres_per_second, fix, place, battery_at, battery_percent)
SELECT id, to_timestamp($1::float8), to_timestamp($1::float8), to_timestamp($1::float8), to_timestamp($1::float8), lon, lat,
  80.4, 90, 7.9, 'gnss', 'unknown', to_timestamp($1::float8), 76
FROM unnest($2::uuid[], $3::text[], $4::float8[], $5::float8[]) AS device (id, serial, lon, lat)`;

function columnsOf(devices: readonly BenchDevice[]): unknown[] {
  return [
    devices.map(({ id }) => id),
    devices.map(({ serial }) => serial),
    devices.map(({ lon }) => lon),
    devices.map(({ lat }) => lat),
  ];
}

/** As many bytes as a device sends. */
function rawOf({ lon, lat, serial }: BenchDevice): Buffer {
  const place = { lon, lat, at: new Date(), phase: 'survey', heightAboveTakeoffMetres: 80.4 } as const;
  const moving = { altitudeEllipsoidMetres: 103.2, headingDegrees: 90, speedMetresPerSecond: 7.9 };
  const rest = { verticalSpeedMetresPerSecond: 0.1, batteryPercent: 76, homeDistanceMetres: 212.7 };
  const crew = { gatewaySerial: serial, aircraftSerial: serial };
  return aircraftOsdMessage(crew, { ...place, ...moving, ...rest }).payload;
}
