import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import { LONGEST_BRIDGE_SECONDS } from '../tracks/track.rules.js';

export interface Removal {
  readonly day: string;
  readonly removed: number;
  readonly held: number;
}

/** Whoever comes after a waiting lock waits as well, so it gives up soon, and before the server looks for deadlocks. */
const LOCK_TIMEOUT = '500ms';
const KEY = `hashtext('telemetry.retention')`;

/** Who works at a place between two frames needs both, so a hold reaches as far beyond its ends as a bridge is long. */
const HELD = `
  CREATE TEMPORARY TABLE held_frame ON COMMIT DROP AS
  WITH reach AS (
    SELECT device_id, unnest(range_agg(tstzrange(lower(during) - $2 * interval '1 s', upper(during) + $2 * interval '1 s'))) AS during
    FROM track_hold
    WHERE during && tstzrange($1::timestamptz - $2 * interval '1 s', $1::timestamptz + interval '1 day' + $2 * interval '1 s')
    GROUP BY device_id)
  SELECT frame.* FROM reach JOIN PARTITION_NAME frame
    ON frame.device_id = reach.device_id AND frame.at >= lower(reach.during) AND frame.at < upper(reach.during)`;

@Injectable()
export class RetentionRepository {
  /** Days up to this one that have a partition and were not removed yet, the oldest first. */
  async daysDue(tx: Tx, last: string): Promise<string[]> {
    const rows = await tx.query<{ day: string }>(
      `SELECT day::text FROM (
         SELECT to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') AS day FROM pg_inherits
         WHERE inhparent = 'telemetry_sample'::regclass) AS partition
       WHERE day <= $1::date AND NOT EXISTS (SELECT FROM telemetry_removal r WHERE r.day = partition.day) ORDER BY day`,
      [last],
    );
    return rows.map(({ day }) => day);
  }

  /**
   * Takes the frames of a day away but for held ones, which stay where they are. No frame comes to so old a day any more,
   * and only its own partition is locked; whoever wants to hold a track waits until it is known what is left.
   * Undefined when somebody else is at it or has been.
   */
  async remove(tx: Tx, day: string, now: Date): Promise<Removal | undefined> {
    await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [LOCK_TIMEOUT]);
    const lock = await tx.queryOne<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${KEY}) AND NOT EXISTS (SELECT FROM telemetry_removal WHERE day = $1) AS mine`,
      [day],
    );
    if (!lock?.mine) return undefined;
    const partition = partitionOf(day);
    const [all] = await tx.query<{ count: string }>(`SELECT count(*) FROM ${partition}`);
    // In the order of those who hold a track: they have read its frames before.
    await tx.execute(`LOCK TABLE ${partition} IN ACCESS EXCLUSIVE MODE`);
    await tx.execute(`LOCK TABLE track_hold IN SHARE MODE`);
    const held = await tx.execute(HELD.replace('PARTITION_NAME', partition), [
      `${day}T00:00:00Z`,
      LONGEST_BRIDGE_SECONDS,
    ]);
    await tx.execute(`TRUNCATE ${partition}`);
    await tx.execute(`INSERT INTO ${partition} SELECT * FROM held_frame`);
    await tx.execute(
      `DELETE FROM telemetry_visit WHERE hour >= $1::timestamptz AND hour < $1::timestamptz + interval '1 day'`,
      [`${day}T00:00:00Z`],
    );
    await tx.execute(
      `INSERT INTO telemetry_visit (hour, cell, device_id)
       SELECT DISTINCT date_trunc('hour', at, 'UTC'), telemetry_cell(lon, lat), device_id FROM held_frame WHERE lon IS NOT NULL`,
    );
    const removal = { day, removed: Number(all?.count ?? 0) - held, held };
    await tx.execute(`INSERT INTO telemetry_removal (day, removed_at, removed, held) VALUES ($1, $2, $3, $4)`, [
      day,
      now,
      removal.removed,
      held,
    ]);
    return removal;
  }

  /** Removed days that touch the period, in their order. */
  async removedDays(tx: Tx, { from, to }: Period): Promise<string[]> {
    const rows = await tx.query<{ day: string }>(
      `SELECT day::text FROM telemetry_removal
       WHERE day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day <= ($2::timestamptz AT TIME ZONE 'UTC')::date
       ORDER BY day`,
      [from, to],
    );
    return rows.map(({ day }) => day);
  }

  /** Partitions in which nothing is left: attached ones, ones whose detaching broke off, ones that stand alone by now. */
  async emptied(tx: Tx): Promise<{ readonly name: string; readonly state: 'attached' | 'pending' | 'alone' }[]> {
    return tx.query(
      `SELECT c.relname AS name, CASE WHEN i.inhrelid IS NULL THEN 'alone' WHEN i.inhdetachpending THEN 'pending'
         ELSE 'attached' END AS state
       FROM telemetry_removal r
       JOIN pg_class c ON c.oid = to_regclass('telemetry_sample_' || to_char(r.day, 'YYYYMMDD'))
       LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = 'telemetry_sample'::regclass
       WHERE r.held = 0 ORDER BY r.day`,
    );
  }
}

/** From a day as the database gave it; checked, because a name cannot be a parameter. */
function partitionOf(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`no day: ${day}`);
  return `telemetry_sample_${day.replaceAll('-', '')}`;
}
