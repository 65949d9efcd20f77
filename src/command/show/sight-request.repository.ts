import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { SightKind, SightState } from './show.codes.js';

/** Somebody asked to be shown something. */
export interface SightRequest {
  readonly id: string;
  readonly sessionId: string;
  readonly kind: SightKind;
  readonly state: SightState;
  readonly askedBy: string;
  readonly holderUserId: string | null;
  readonly deviceId: string | null;
  readonly untilAt: Date | null;
  readonly evidenceId: string | null;
  readonly askedAt: Date;
}

const COLUMNS = `
  id, session_id AS "sessionId", kind, state, asked_by AS "askedBy", holder_user_id AS "holderUserId",
  device_id AS "deviceId", until_at AS "untilAt", evidence_id AS "evidenceId", asked_at AS "askedAt"`;

/** Requests of a session. The session must be locked by whoever writes. */
@Injectable()
export class SightRequestRepository {
  /** False when there is one with this id already. */
  async insert(tx: Tx, request: SightRequest): Promise<boolean> {
    const row = await tx.queryOne(
      `INSERT INTO sight_request (id, session_id, kind, state, asked_by, holder_user_id, device_id, until_at, evidence_id,
         asked_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        request.id,
        request.sessionId,
        request.kind,
        request.state,
        request.askedBy,
        request.holderUserId,
        request.deviceId,
        request.untilAt,
        request.evidenceId,
        request.askedAt,
      ],
    );
    return row !== undefined;
  }

  async find(tx: Tx, sessionId: string, id: string): Promise<SightRequest | undefined> {
    return tx.queryOne<SightRequest>(`SELECT ${COLUMNS} FROM sight_request WHERE session_id = $1 AND id = $2`, [
      sessionId,
      id,
    ]);
  }

  /** The one that somebody has before them, or shows by. */
  async openOf(tx: Tx, sessionId: string, holderUserId: string): Promise<SightRequest | undefined> {
    return tx.queryOne<SightRequest>(
      `SELECT ${COLUMNS} FROM sight_request
       WHERE session_id = $1 AND holder_user_id = $2 AND kind = 'show' AND state IN ('asked', 'consented')`,
      [sessionId, holderUserId],
    );
  }

  /** Everything that is asked or shown in a session now, the oldest first. */
  async standing(tx: Tx, sessionId: string): Promise<SightRequest[]> {
    return tx.query<SightRequest>(
      `SELECT ${COLUMNS} FROM sight_request WHERE session_id = $1 AND state IN ('asked', 'consented')
       ORDER BY asked_at, id`,
      [sessionId],
    );
  }

  async save(tx: Tx, { id, state, untilAt, evidenceId }: SightRequest, now: Date): Promise<void> {
    await tx.execute(
      `UPDATE sight_request SET state = $2, until_at = $3, evidence_id = $4, updated_at = $5 WHERE id = $1`,
      [id, state, untilAt, evidenceId, now],
    );
  }

  /** Stops what is asked of people or shown by them in a session, by one person or by all of them. */
  async endOpen(tx: Tx, sessionId: string, holderUserId: string | null, now: Date): Promise<SightRequest[]> {
    return tx.query<SightRequest>(
      `UPDATE sight_request SET state = 'stopped', updated_at = $3
       WHERE session_id = $1 AND state IN ('asked', 'consented')
         AND ($2::uuid IS NULL OR holder_user_id = $2) RETURNING ${COLUMNS}`,
      [sessionId, holderUserId, now],
    );
  }

  /** Showings whose time is over, the longest over first. */
  async due(tx: Tx, now: Date, limit: number): Promise<SightRequest[]> {
    return tx.query<SightRequest>(
      `SELECT ${COLUMNS} FROM sight_request WHERE state = 'consented' AND until_at <= $1 ORDER BY until_at LIMIT $2`,
      [now, limit],
    );
  }
}
