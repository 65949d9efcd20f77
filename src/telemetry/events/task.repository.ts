import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { TaskProgress } from '../dialects/device-events.js';
import { notAfterReceipt } from './event-time.rules.js';

/** Reported states after which nothing comes any more. */
const OVER = `('ok', 'partially_done', 'failed', 'rejected', 'canceled', 'timeout')`;

@Injectable()
export class TaskRepository {
  /** The call that began the task: the newest that names its flight, or the message's own bid. */
  async callOf(tx: Tx, gatewayId: string, { flightId, bid }: TaskProgress): Promise<string | null> {
    const row = await tx.queryOne<{ id: string }>(
      `SELECT id FROM device_service_call WHERE gateway_id = $1 AND bid = ANY ($2::text[])
       ORDER BY bid = $3 DESC, method = 'flighttask_execute' DESC, id DESC LIMIT 1`,
      [gatewayId, [flightId, bid].filter((id) => id !== null), flightId],
    );
    return row?.id ?? null;
  }

  /** Locked until the end of the transaction. */
  async statusOf(tx: Tx, gatewayId: string, flightId: string): Promise<{ readonly status: string | null } | undefined> {
    return tx.queryOne(`SELECT status FROM device_task WHERE gateway_id = $1 AND flight_id = $2 FOR UPDATE`, [
      gatewayId,
      flightId,
    ]);
  }

  /** Never back: neither to an older report, nor, at the same instant, from an end to what was before it. */
  async advance(tx: Tx, gatewayId: string, callId: string | null, progress: TaskProgress): Promise<boolean> {
    const advanced = await tx.query(
      `INSERT INTO device_task AS known (gateway_id, flight_id, service_call_id, status, result_code, percent, step,
         waypoint, media_count, break_reason, track_id, reported_at, received_at, mission_state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       ON CONFLICT (gateway_id, flight_id) DO UPDATE SET service_call_id = coalesce($3, known.service_call_id),
         status = $4, result_code = $5, percent = $6, step = $7, waypoint = $8, media_count = $9, break_reason = $10,
         track_id = coalesce($11, known.track_id), reported_at = $12, received_at = $13,
         mission_state = $14
       WHERE known.reported_at < $12 OR (known.reported_at = $12 AND known.status NOT IN ${OVER})
       RETURNING gateway_id`,
      [
        gatewayId,
        progress.flightId,
        callId,
        progress.status,
        progress.resultCode,
        progress.percent,
        progress.step,
        progress.waypoint,
        progress.mediaCount,
        progress.breakReason,
        progress.trackId,
        notAfterReceipt(progress),
        progress.receivedAt,
        progress.missionState,
      ],
    );
    return advanced.length === 1;
  }
}
