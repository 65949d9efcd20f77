import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { TaskNews } from '../dialects/device-events.js';
import { notAfterReceipt } from '../events/event-time.rules.js';
import type { JsonObject } from '../sample.js';
import type { TaskState } from './task.rules.js';

/** A flight that a dock was asked to fly. */
export interface DockTask {
  readonly id: string;
  readonly flightId: string;
  readonly gatewayId: string;
  /** The aircraft. */
  readonly deviceId: string;
  readonly waylineId: string;
  readonly md5: string;
  readonly beginsAt: Date;
  readonly latestAt: Date | null;
  readonly returnMetres: number;
  readonly state: TaskState;
  readonly unitId: string;
  readonly holderId: string | null;
  readonly caseId: string | null;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly begunAt: Date | null;
  readonly endedAt: Date | null;
  readonly watermarkCallId: string | null;
  /** Which sortie of its flight it is; null until the dock says that the aircraft is on its way. */
  readonly sortie: number | null;
}

export interface ReportedTask {
  readonly flightId: string;
  readonly status: string | null;
  readonly percent: number | null;
  readonly step: number | null;
  readonly missionState: number | null;
  readonly waypoint: number | null;
  readonly mediaCount: number | null;
  readonly breakReason: number | null;
  readonly resultCode: number | null;
  readonly reportedAt: string;
}

export interface ShownTask extends DockTask {
  readonly progress: ReportedTask | null;
  readonly news: readonly { readonly kind: TaskNews['news']; readonly data: JsonObject; readonly reportedAt: string }[];
}

const TASK = `
  t.id, t.flight_id AS "flightId", t.gateway_id AS "gatewayId", t.device_id AS "deviceId",
  t.wayline_id AS "waylineId", t.md5, t.begins_at AS "beginsAt", t.latest_at AS "latestAt",
  t.return_metres AS "returnMetres", t.state, t.unit_id AS "unitId", t.holder_id AS "holderId", t.case_id AS "caseId",
  t.asked_by AS "askedBy", t.asked_by_name AS "askedByName", t.asked_at AS "askedAt", t.begun_at AS "begunAt",
  t.ended_at AS "endedAt", t.watermark_call_id AS "watermarkCallId", t.sortie`;

const REPORTED = `
  jsonb_build_object('flightId', r.flight_id, 'status', r.status, 'percent', r.percent, 'step', r.step,
    'missionState', r.mission_state, 'waypoint', r.waypoint, 'mediaCount', r.media_count,
    'breakReason', r.break_reason, 'resultCode', r.result_code, 'reportedAt', r.reported_at)`;

type NewTask = Omit<DockTask, 'state' | 'begunAt' | 'endedAt' | 'watermarkCallId' | 'sortie'>;

/** The only SQL on tasks of docks. */
@Injectable()
export class DockTaskRepository {
  /** As the dock names it; undefined for one that is not ours. */
  async ofGateway(tx: Tx, gatewayId: string, id: string): Promise<DockTask | undefined> {
    return tx.queryOne<DockTask>(`SELECT ${TASK} FROM dock_task t WHERE t.gateway_id = $1 AND t.id::text = $2`, [
      gatewayId,
      id,
    ]);
  }

  /** As `ofGateway`, held until the end of the transaction. */
  async hold(tx: Tx, gatewayId: string, id: string): Promise<DockTask | undefined> {
    return tx.queryOne<DockTask>(
      `SELECT ${TASK} FROM dock_task t WHERE t.gateway_id = $1 AND t.id::text = $2 FOR UPDATE`,
      [gatewayId, id],
    );
  }

  /** Whether the dock was told to begin it, and has not answered. */
  async isBeginning(tx: Tx, { gatewayId, id }: Pick<DockTask, 'gatewayId' | 'id'>): Promise<boolean> {
    const calls = await tx.query(
      `SELECT 1 FROM device_service_call WHERE gateway_id = $1 AND bid = $2 AND method = 'flighttask_execute'
         AND state = 'sent'`,
      [gatewayId, id],
    );
    return calls.length > 0;
  }

  /** The one that the flight has now, and whether the call that asked for it still waits. */
  async openOf(tx: Tx, flightId: string): Promise<(DockTask & { readonly isWaiting: boolean }) | undefined> {
    return tx.queryOne(
      `SELECT ${TASK}, EXISTS (SELECT 1 FROM device_service_call c WHERE c.gateway_id = t.gateway_id
         AND c.bid = t.id::text AND c.method = 'flighttask_prepare' AND c.state = 'sent') AS "isWaiting"
       FROM dock_task t WHERE t.flight_id = $1 AND t.ended_at IS NULL`,
      [flightId],
    );
  }

  /** What the dock flies, the latest first. */
  async executing(tx: Tx, gatewayId: string): Promise<DockTask | undefined> {
    return tx.queryOne<DockTask>(
      `SELECT ${TASK} FROM dock_task t WHERE t.gateway_id = $1 AND t.state = 'executing' ORDER BY t.id DESC LIMIT 1`,
      [gatewayId],
    );
  }

  async insert(tx: Tx, task: NewTask): Promise<void> {
    await tx.execute(
      `INSERT INTO dock_task (id, flight_id, gateway_id, device_id, wayline_id, md5, begins_at, latest_at,
         return_metres, state, unit_id, holder_id, case_id, asked_by, asked_by_name, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', $10, $11, $12, $13, $14, $15)`,
      [
        task.id,
        task.flightId,
        task.gatewayId,
        task.deviceId,
        task.waylineId,
        task.md5,
        task.beginsAt,
        task.latestAt,
        task.returnMetres,
        task.unitId,
        task.holderId,
        task.caseId,
        task.askedBy,
        task.askedByName,
        task.askedAt,
      ],
    );
  }

  /** From one of these states; false where it is in another by now. */
  async move(tx: Tx, id: string, from: readonly TaskState[], to: TaskState, at: Date): Promise<boolean> {
    const moved = await tx.query(
      `UPDATE dock_task SET state = $3,
         begun_at = CASE WHEN $3 = 'executing' THEN coalesce(begun_at, $4) ELSE begun_at END,
         ended_at = CASE WHEN $3 IN ('asked', 'prepared', 'executing') THEN NULL ELSE $4::timestamptz END
       WHERE id = $1 AND state = ANY ($2) RETURNING id`,
      [id, from, to, at],
    );
    return moved.length === 1;
  }

  /** A task is one sortie: the first that is named stays. */
  async nameSortie(tx: Tx, id: string, sortie: number): Promise<void> {
    await tx.execute(`UPDATE dock_task SET sortie = $2 WHERE id = $1 AND sortie IS NULL`, [id, sortie]);
  }

  /** Those that docks have and have not ended. */
  async kept(tx: Tx): Promise<Pick<DockTask, 'id' | 'flightId' | 'state'>[]> {
    return tx.query(
      `SELECT id, flight_id AS "flightId", state FROM dock_task WHERE state IN ('prepared', 'executing') ORDER BY id`,
    );
  }

  /** The file that it is flown by from now on. */
  async renew(tx: Tx, id: string, { waylineId, md5 }: Pick<DockTask, 'waylineId' | 'md5'>): Promise<void> {
    await tx.execute(`UPDATE dock_task SET wayline_id = $2, md5 = $3 WHERE id = $1`, [id, waylineId, md5]);
  }

  /** False where its pictures are marked already. */
  async mark(tx: Tx, id: string, callId: string): Promise<boolean> {
    const marked = await tx.query(
      `UPDATE dock_task SET watermark_call_id = $2 WHERE id = $1 AND watermark_call_id IS NULL RETURNING id`,
      [id, callId],
    );
    return marked.length === 1;
  }

  async reported(tx: Tx, gatewayId: string, flightId: string): Promise<ReportedTask | undefined> {
    const row = await tx.queryOne<{ task: ReportedTask }>(
      `SELECT ${REPORTED} AS task FROM device_task r WHERE r.gateway_id = $1 AND r.flight_id = $2`,
      [gatewayId, flightId],
    );
    return row?.task;
  }

  /** Never back to an older report. */
  async keepNews(tx: Tx, gatewayId: string, news: TaskNews): Promise<void> {
    await tx.execute(
      `INSERT INTO device_task_news AS known (gateway_id, kind, flight_id, data, reported_at, received_at)
       SELECT $1, $2, id, $4::jsonb, $5, $6 FROM unnest($3::text[]) AS id ORDER BY id
       ON CONFLICT ON CONSTRAINT device_task_news_pkey DO UPDATE SET data = $4::jsonb, reported_at = $5, received_at = $6
       WHERE known.reported_at <= $5`,
      [
        gatewayId,
        news.news,
        [...new Set(news.flightIds)],
        JSON.stringify(news.data),
        notAfterReceipt(news),
        news.receivedAt,
      ],
    );
  }

  /** Of the device, as far as the reader's scope goes; newest first. */
  async list(
    tx: Tx,
    deviceId: string,
    scope: AccessScope,
    before: string | undefined,
    limit: number,
  ): Promise<ShownTask[]> {
    return tx.query<ShownTask>(
      `SELECT ${TASK},
         (SELECT ${REPORTED} FROM device_task r WHERE r.gateway_id = t.gateway_id AND r.flight_id = t.id::text) AS progress,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'data', n.data, 'reportedAt', n.reported_at)
            ORDER BY n.kind), '[]') FROM device_task_news n
          WHERE n.gateway_id = t.gateway_id AND n.flight_id = t.id::text) AS news
       FROM dock_task t
       WHERE (t.gateway_id = $1 OR t.device_id = $1)
         AND ($2 OR t.unit_id = ANY ($3::uuid[]) OR t.case_id = ANY ($4::uuid[]) OR t.holder_id = $5::uuid
           OR t.asked_by = $5::uuid)
         AND ($6::uuid IS NULL OR t.id < $6)
       ORDER BY t.id DESC LIMIT $7`,
      [deviceId, scope.everything, scope.unitIds, scope.caseIds, scope.userId, before ?? null, limit],
    );
  }
}
