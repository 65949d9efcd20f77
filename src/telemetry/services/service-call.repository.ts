import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { ServiceReply } from '../dialects/device-events.js';
import type { JsonObject } from '../sample.js';
import type { CallState } from './service-call.rules.js';
import type { Repeating, ServiceMethod } from './service-methods.js';

/** How far the flight task of a call is. */
export interface CallProgress {
  readonly status: string | null;
  readonly percent: number | null;
  readonly step: number | null;
  readonly resultCode: number | null;
  readonly reportedAt: string;
}

export interface ServiceCall {
  readonly id: string;
  readonly deviceId: string;
  readonly gatewayId: string;
  readonly gatewaySerial: string;
  readonly aircraftId: string | null;
  /** Whose the device was to use, in whose hands and for what, when it was asked. */
  readonly unitId: string;
  readonly holderId: string | null;
  readonly caseId: string | null;
  readonly method: ServiceMethod;
  readonly repeating: Repeating;
  readonly target: string;
  readonly tid: string;
  readonly bid: string;
  readonly data: JsonObject;
  readonly dataSealed: Buffer;
  readonly state: CallState;
  readonly attempts: number;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly publishedAt: Date | null;
  readonly dueAt: Date;
  readonly settledAt: Date | null;
  readonly repliedAt: Date | null;
  readonly replyCount: number;
  readonly resultCode: number | null;
  readonly progressStatus: string | null;
  readonly output: JsonObject | null;
  readonly progress: CallProgress | null;
}

export type NewCall = Omit<
  ServiceCall,
  'publishedAt' | 'settledAt' | 'repliedAt' | 'replyCount' | 'resultCode' | 'progressStatus' | 'output' | 'progress'
>;

export interface DueCall extends ServiceCall {
  /** The same thing was asked for something else, or the same again, since. */
  readonly isOvertaken: boolean;
}

const CALLS = `
  SELECT c.id, c.device_id AS "deviceId", c.gateway_id AS "gatewayId", c.gateway_serial AS "gatewaySerial",
    c.aircraft_id AS "aircraftId", c.unit_id AS "unitId", c.holder_id AS "holderId", c.case_id AS "caseId", c.method,
    c.repeating, c.target, c.tid, c.bid, c.data, c.data_sealed AS "dataSealed", c.state, c.attempts,
    c.asked_by AS "askedBy", c.asked_by_name AS "askedByName", c.asked_at AS "askedAt",
    c.published_at AS "publishedAt", c.due_at AS "dueAt", c.settled_at AS "settledAt", c.replied_at AS "repliedAt",
    c.reply_count AS "replyCount", c.result_code AS "resultCode", c.progress_status AS "progressStatus", c.output,
    (SELECT jsonb_build_object('status', t.status, 'percent', t.percent, 'step', t.step, 'resultCode', t.result_code,
       'reportedAt', t.reported_at) FROM device_task t WHERE t.service_call_id = c.id) AS progress
  FROM device_service_call c`;

/** The only SQL about calls. */
@Injectable()
export class ServiceCallRepository {
  /** False while another call about the same waits for its answer. */
  async insert(tx: Tx, call: NewCall): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO device_service_call (id, device_id, gateway_id, gateway_serial, aircraft_id, unit_id, holder_id,
         case_id, method, repeating, target, tid, bid, data, data_sealed, state, attempts, asked_by, asked_by_name,
         asked_at, due_at, reply_count)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15, $16, $17, $18, $19, $20, $21, 0)
       ON CONFLICT (gateway_id, method, target) WHERE state = 'sent' AND repeating <> 'any_time' DO NOTHING
       RETURNING id`,
      [
        call.id,
        call.deviceId,
        call.gatewayId,
        call.gatewaySerial,
        call.aircraftId,
        call.unitId,
        call.holderId,
        call.caseId,
        call.method,
        call.repeating,
        call.target,
        call.tid,
        call.bid,
        JSON.stringify(call.data),
        call.dataSealed,
        call.state,
        call.attempts,
        call.askedBy,
        call.askedByName,
        call.askedAt,
        call.dueAt,
      ],
    );
    return inserted.length === 1;
  }

  async find(tx: Tx, id: string): Promise<ServiceCall | undefined> {
    return tx.queryOne<ServiceCall>(`${CALLS} WHERE c.id = $1`, [id]);
  }

  /** Locked until the end of the transaction. */
  async lock(tx: Tx, id: string): Promise<ServiceCall | undefined> {
    return tx.queryOne<ServiceCall>(`${CALLS} WHERE c.id = $1 FOR UPDATE OF c`, [id]);
  }

  /** The call of this gateway with this tid, locked. */
  async lockByTid(tx: Tx, gatewayId: string, tid: string): Promise<ServiceCall | undefined> {
    return tx.queryOne<ServiceCall>(`${CALLS} WHERE c.tid = $2 AND c.gateway_id = $1 FOR UPDATE OF c`, [
      gatewayId,
      tid,
    ]);
  }

  /** Calls that waited long enough, locked; those that somebody else looks at are left to them. */
  async lockDue(tx: Tx, now: Date, limit: number): Promise<DueCall[]> {
    const calls = await tx.query<ServiceCall>(
      `${CALLS} WHERE c.state = 'sent' AND c.due_at <= $1 ORDER BY c.due_at LIMIT $2 FOR UPDATE OF c SKIP LOCKED`,
      [now, limit],
    );
    if (calls.length === 0) return [];
    const overtaken = await tx.query<{ id: string }>(
      `SELECT c.id FROM device_service_call c WHERE c.id = ANY ($1::uuid[]) AND EXISTS (SELECT 1
         FROM device_service_call n WHERE n.gateway_id = c.gateway_id AND n.target = c.target AND n.id > c.id)`,
      [calls.map(({ id }) => id)],
    );
    const ids = new Set(overtaken.map(({ id }) => id));
    return calls.map((call) => ({ ...call, isOvertaken: ids.has(call.id) }));
  }

  async published(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE device_service_call SET published_at = coalesce(published_at, $2) WHERE id = $1`, [
      id,
      at,
    ]);
  }

  async settle(tx: Tx, id: string, state: CallState, at: Date): Promise<void> {
    await tx.execute(`UPDATE device_service_call SET state = $2, settled_at = $3 WHERE id = $1`, [id, state, at]);
  }

  /** It waits again, for the answer to the next sending. */
  async sendAgain(tx: Tx, id: string, dueAt: Date): Promise<void> {
    await tx.execute(
      `UPDATE device_service_call SET state = 'sent', settled_at = NULL, attempts = attempts + 1, due_at = $2
       WHERE id = $1`,
      [id, dueAt],
    );
  }

  /** The same thing in other words, such as a new address. */
  async rephrase(tx: Tx, id: string, { data, dataSealed }: Pick<NewCall, 'data' | 'dataSealed'>): Promise<void> {
    await tx.execute(`UPDATE device_service_call SET data = $2::jsonb, data_sealed = $3 WHERE id = $1`, [
      id,
      JSON.stringify(data),
      dataSealed,
    ]);
  }

  /** What a reply says first stays, however many more come. */
  async replied(tx: Tx, id: string, reply: ServiceReply, state: CallState): Promise<void> {
    await tx.execute(
      `UPDATE device_service_call SET reply_count = reply_count + 1, replied_at = coalesce(replied_at, $2),
         result_code = coalesce(result_code, $3), progress_status = coalesce(progress_status, $4),
         output = coalesce(output, $5::jsonb), settled_at = coalesce(settled_at, $2),
         state = $6
       WHERE id = $1`,
      [id, reply.receivedAt, reply.resultCode, reply.status, reply.output && JSON.stringify(reply.output), state],
    );
  }

  /** Of these devices, as far as the reader's scope goes; newest first. */
  async list(
    tx: Tx,
    deviceId: string,
    scope: AccessScope,
    before: string | undefined,
    limit: number,
  ): Promise<ServiceCall[]> {
    return tx.query<ServiceCall>(
      `${CALLS} WHERE (c.device_id = $1 OR c.gateway_id = $1 OR c.aircraft_id = $1)
         AND ($2 OR c.unit_id = ANY ($3::uuid[]) OR c.case_id = ANY ($4::uuid[]) OR c.holder_id = $5::uuid
           OR c.asked_by = $5::uuid)
         AND ($6::uuid IS NULL OR c.id < $6)
       ORDER BY c.id DESC LIMIT $7`,
      [deviceId, scope.everything, scope.unitIds, scope.caseIds, scope.userId, before ?? null, limit],
    );
  }
}
