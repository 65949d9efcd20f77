import type { PoolClient } from 'pg';
import type { LatestRow } from '../intake/intake.rows.js';
import { numberArray, secondsArray, textArray } from '../intake/sql-arrays.js';
import type { LatestPosition } from './latest.rules.js';

/** Columns that move together, by the column whose time decides. */
const PARTS = {
  position_at: [
    'position_received_at',
    'lon',
    'lat',
    'altitude_ellipsoid_metres',
    'height_above_takeoff_metres',
    'altitude_amsl_metres',
    'heading_degrees',
    'speed_metres_per_second',
    'vertical_speed_metres_per_second',
    'gimbal_pitch_degrees',
    'gimbal_roll_degrees',
    'gimbal_yaw_degrees',
    'fix',
    'place',
  ],
  battery_at: ['battery_percent'],
  mode_at: ['mode'],
  status_at: ['status'],
  environment_at: ['environment_wind_metres_per_second', 'environment_rainfall', 'environment_celsius'],
} as const;

const TEXT_COLUMNS: ReadonlySet<string> = new Set(['fix', 'place', 'mode', 'status']);
const COLUMNS = ['heard_at', 'received_at', ...Object.entries(PARTS).flatMap(([at, rest]) => [at, ...rest])];

/** Sorted by key, so that two instances that write the same devices take their row locks in the same order. */
const UPSERT = `
INSERT INTO device_latest AS known (device_id, ${COLUMNS.join(', ')})
SELECT device_id, ${COLUMNS.map((column) => (isInstant(column) ? `to_timestamp(${column})` : column)).join(', ')}
FROM unnest($1::uuid[], ${COLUMNS.map((column, index) => `$${index + 2}::${typeOf(column)}[]`).join(', ')})
  AS news (device_id, ${COLUMNS.join(', ')})
ORDER BY device_id
ON CONFLICT (device_id) DO UPDATE SET
  heard_at = GREATEST(known.heard_at, excluded.heard_at),
  received_at = GREATEST(known.received_at, excluded.received_at),
  ${Object.entries(PARTS)
    .flatMap(([at, rest]) => [at, ...rest].map((column) => `${column} = ${whicheverIsNewer(column, at)}`))
    .join(',\n  ')}`;

/** Moves what is known of each device forward, part by part, and never back. One row a device. */
export async function upsertLatest(client: PoolClient, rows: readonly LatestRow[]): Promise<void> {
  if (rows.length === 0) return;
  const position = (read: (position: LatestPosition) => number | null) =>
    numberArray(rows.map(({ state }) => (state.position ? read(state.position) : null)));
  await client.query({
    name: 'telemetry-upsert-latest',
    text: UPSERT,
    values: [
      textArray(rows.map(({ deviceId }) => deviceId)),
      secondsArray(rows.map(({ state }) => state.heardAt)),
      secondsArray(rows.map(({ state }) => state.receivedAt)),
      secondsArray(rows.map(({ state }) => state.position?.at ?? null)),
      secondsArray(rows.map(({ state }) => state.position?.receivedAt ?? null)),
      position((at) => at.position.lon),
      position((at) => at.position.lat),
      position((at) => at.altitudeEllipsoidMetres),
      position((at) => at.heightAboveTakeoffMetres),
      position((at) => at.altitudeAmslMetres),
      position((at) => at.headingDegrees),
      position((at) => at.speedMetresPerSecond),
      position((at) => at.verticalSpeedMetresPerSecond),
      position((at) => at.gimbal?.pitchDegrees ?? null),
      position((at) => at.gimbal?.rollDegrees ?? null),
      position((at) => at.gimbal?.yawDegrees ?? null),
      textArray(rows.map(({ state }) => state.position?.fix ?? null)),
      textArray(rows.map(({ place }) => place)),
      secondsArray(rows.map(({ state }) => state.battery?.at ?? null)),
      numberArray(rows.map(({ state }) => state.battery?.percent ?? null)),
      secondsArray(rows.map(({ state }) => state.mode?.at ?? null)),
      textArray(rows.map(({ state }) => state.mode?.word ?? null)),
      secondsArray(rows.map(({ state }) => state.status?.at ?? null)),
      textArray(rows.map(({ state }) => state.status?.word ?? null)),
      secondsArray(rows.map(({ state }) => state.environment?.at ?? null)),
      numberArray(rows.map(({ state }) => state.environment?.windMetresPerSecond ?? null)),
      numberArray(rows.map(({ state }) => state.environment?.rainfall ?? null)),
      numberArray(rows.map(({ state }) => state.environment?.celsius ?? null)),
    ],
  });
}

/** As `mergeStates` decides: a position is never newer than its receipt; the other times are cut to it already. */
function whicheverIsNewer(column: string, at: string): string {
  const order = (row: string) =>
    at === 'position_at' ? `least(${row}.position_at, ${row}.position_received_at)` : `${row}.${at}`;
  const newer = `excluded.${at} IS NOT NULL AND (known.${at} IS NULL OR ${order('excluded')} > ${order('known')})`;
  return `CASE WHEN ${newer} THEN excluded.${column} ELSE known.${column} END`;
}

function isInstant(column: string): boolean {
  return column.endsWith('_at');
}

function typeOf(column: string): string {
  return TEXT_COLUMNS.has(column) ? 'text' : 'float8';
}
