import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { FlightFrame, OpenFlight } from './flight.rules.js';

/** A battery as a frame named it. */
export interface BatterySaid {
  readonly serial: string;
  readonly cycles: number;
}

export interface WatchedFrame extends FlightFrame {
  readonly batteries: readonly BatterySaid[] | null;
}

/** How far the frames of an aircraft are read. */
export interface FlightWatch {
  readonly readTo: Date;
  readonly open: OpenFlight | null;
}

interface WatchRow {
  readonly readTo: Date;
  readonly from: Date | null;
  readonly at: Date | null;
  readonly receivedAt: Date | null;
}

@Injectable()
export class FlightWatchRepository {
  /** Devices that were heard of since they were looked at, or are in the air. What is being committed now is in the margin. */
  async withNews(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT l.device_id AS id FROM device_latest l LEFT JOIN flight_watch w ON w.device_id = l.device_id
       WHERE w.device_id IS NULL OR w.airborne_at IS NOT NULL OR l.received_at > w.looked_at - interval '1 minute'
       ORDER BY l.device_id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Locked; begun with frames from `first` on where nobody has looked yet. */
  async lock(tx: Tx, deviceId: string, first: Date): Promise<FlightWatch> {
    await tx.execute(
      `INSERT INTO flight_watch (device_id, looked_at, read_to) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING`,
      [deviceId, first],
    );
    const row = await tx.queryOne<WatchRow>(
      `SELECT read_to AS "readTo", airborne_from AS "from", airborne_at AS at, airborne_received_at AS "receivedAt"
       FROM flight_watch WHERE device_id = $1 FOR UPDATE`,
      [deviceId],
    );
    if (!row) throw new Error(`no watch over ${deviceId}`);
    const { readTo, from, at, receivedAt } = row;
    return { readTo, open: from && at && receivedAt ? { from, at, receivedAt } : null };
  }

  /** The next frames after `readTo`, by the clock of the device, none of them of the future. */
  async frames(tx: Tx, deviceId: string, readTo: Date, now: Date, limit: number): Promise<WatchedFrame[]> {
    return tx.query<WatchedFrame>(
      `SELECT at, received_at AS "receivedAt", mode, height_above_takeoff_metres AS "heightAboveTakeoffMetres",
         speed_metres_per_second AS "speedMetresPerSecond", extra->'batteries' AS batteries
       FROM telemetry_sample WHERE device_id = $1 AND at > $2 AND at <= $3 ORDER BY at, seq LIMIT $4`,
      [deviceId, readTo, now, limit],
    );
  }

  /** Whether frames wait for their time to come, by the clock of the device. */
  async hasAhead(tx: Tx, deviceId: string, now: Date): Promise<boolean> {
    const row = await tx.queryOne(`SELECT 1 FROM telemetry_sample WHERE device_id = $1 AND at > $2 LIMIT 1`, [
      deviceId,
      now,
    ]);
    return row !== undefined;
  }

  async save(tx: Tx, deviceId: string, { readTo, open }: FlightWatch, now: Date): Promise<void> {
    await tx.execute(
      `UPDATE flight_watch SET looked_at = $2, read_to = $3, airborne_from = $4, airborne_at = $5,
         airborne_received_at = $6 WHERE device_id = $1`,
      [deviceId, now, readTo, open?.from ?? null, open?.at ?? null, open?.receivedAt ?? null],
    );
  }
}
