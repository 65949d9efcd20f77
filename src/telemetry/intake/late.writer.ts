import type { PoolClient } from 'pg';
import type { SampleRow } from './intake.rows.js';
import { secondsArray, textArray } from './sql-arrays.js';

/** A frame whose clock lies farther back than this speaks of the past. */
export const LATE_MS = 30_000;

const WIDEN = `
INSERT INTO late_track (device_id, from_at, to_at)
SELECT device_id, to_timestamp(from_at), to_timestamp(to_at)
FROM unnest($1::uuid[], $2::float8[], $3::float8[]) AS late (device_id, from_at, to_at) ORDER BY device_id
ON CONFLICT (device_id) DO UPDATE SET
  from_at = least(late_track.from_at, excluded.from_at), to_at = greatest(late_track.to_at, excluded.to_at)`;

/**
 * Notes of which stretch of each device frames came late: what was alarming then is found afterwards. One statement a batch,
 * and none where nothing is late; of a device that is always a little late, its row is written with each of its batches.
 */
export async function noteLate(client: PoolClient, samples: readonly SampleRow[]): Promise<void> {
  const spans = new Map<string, { from: Date; to: Date }>();
  for (const { deviceId, sample } of samples) {
    const { at, receivedAt, position } = sample;
    if (position === null || receivedAt.getTime() - at.getTime() <= LATE_MS) continue;
    const known = spans.get(deviceId) ?? { from: at, to: at };
    spans.set(deviceId, { from: at < known.from ? at : known.from, to: at > known.to ? at : known.to });
  }
  if (spans.size === 0) return;
  const all = [...spans.values()];
  await client.query({
    name: 'telemetry-note-late',
    text: WIDEN,
    values: [
      textArray([...spans.keys()]),
      secondsArray(all.map(({ from }) => from)),
      secondsArray(all.map(({ to }) => to)),
    ],
  });
}
