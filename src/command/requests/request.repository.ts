import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Place } from '../commands/map-geometry.js';
import type { RequestKind, RequestState } from './request.codes.js';

export interface SessionRequest {
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly kindCode: string | null;
  readonly quantity: number;
  readonly met: number;
  readonly state: RequestState;
  readonly during: { readonly from: Date; readonly to: Date } | null;
  readonly place: Place | null;
  readonly text: string;
  readonly raisedBy: string;
  /** Of whoever raised it, then. */
  readonly unitId: string;
  readonly raisedSeq: number;
  readonly changedSeq: number;
}

export interface Meeting {
  readonly seq: number;
  readonly requestId: string;
  readonly quantity: number;
  readonly bookingId: string | null;
  readonly deviceIds: readonly string[];
  readonly expertIds: readonly string[];
  readonly userIds: readonly string[];
  readonly remark: string | null;
  readonly metBy: string;
}

type Row = Omit<SessionRequest, 'during' | 'place'> & {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly lon: number | null;
  readonly lat: number | null;
};

const REQUEST = `request_id AS "requestId", kind, kind_code AS "kindCode", quantity, met, state,
  lower(during) AS "from", upper(during) AS "to", place[0] AS lon, place[1] AS lat, text, raised_by AS "raisedBy",
  unit_id AS "unitId", raised_seq::float8 AS "raisedSeq", changed_seq::float8 AS "changedSeq"`;
const MEETING = `seq::float8 AS seq, request_id AS "requestId", quantity, booking_id AS "bookingId",
  device_ids AS "deviceIds", expert_ids AS "expertIds", user_ids AS "userIds", remark, met_by AS "metBy"`;

/** The only SQL on requests of sessions. The session must be locked by whoever writes. */
@Injectable()
export class RequestRepository {
  async insert(tx: Tx, sessionId: string, request: SessionRequest): Promise<void> {
    const { during, place } = request;
    await tx.execute(
      `INSERT INTO session_request (session_id, request_id, kind, kind_code, quantity, met, state, during, place, text,
         raised_by, unit_id, raised_seq, changed_seq)
       VALUES ($1, $2, $3, $4, $5, $6, $7,
         CASE WHEN $8::timestamptz IS NOT NULL THEN tstzrange($8, $9) END, $10, $11, $12, $13, $14, $15)`,
      [
        sessionId,
        request.requestId,
        request.kind,
        request.kindCode,
        request.quantity,
        request.met,
        request.state,
        during?.from ?? null,
        during?.to ?? null,
        place ? `(${place.lon},${place.lat})` : null,
        request.text,
        request.raisedBy,
        request.unitId,
        request.raisedSeq,
        request.changedSeq,
      ],
    );
  }

  async find(tx: Tx, sessionId: string, requestId: string): Promise<SessionRequest | undefined> {
    const row = await tx.queryOne<Row>(
      `SELECT ${REQUEST} FROM session_request WHERE session_id = $1 AND request_id = $2`,
      [sessionId, requestId],
    );
    return row && toRequest(row);
  }

  /** The newest first. */
  async ofSession(tx: Tx, sessionId: string): Promise<SessionRequest[]> {
    const rows = await tx.query<Row>(
      `SELECT ${REQUEST} FROM session_request WHERE session_id = $1 ORDER BY raised_seq DESC`,
      [sessionId],
    );
    return rows.map(toRequest);
  }

  async count(tx: Tx, sessionId: string): Promise<number> {
    const row = await tx.queryOne<{ count: number }>(
      `SELECT count(*)::int AS count FROM session_request WHERE session_id = $1`,
      [sessionId],
    );
    return row?.count ?? 0;
  }

  async save(tx: Tx, sessionId: string, { requestId, met, state, changedSeq }: SessionRequest): Promise<void> {
    await tx.execute(
      `UPDATE session_request SET met = $3, state = $4, changed_seq = $5 WHERE session_id = $1 AND request_id = $2`,
      [sessionId, requestId, met, state, changedSeq],
    );
  }

  async addMeeting(tx: Tx, sessionId: string, meeting: Meeting): Promise<void> {
    await tx.execute(
      `INSERT INTO session_request_meeting (session_id, seq, request_id, quantity, booking_id, device_ids, expert_ids,
         user_ids, remark, met_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        sessionId,
        meeting.seq,
        meeting.requestId,
        meeting.quantity,
        meeting.bookingId,
        meeting.deviceIds,
        meeting.expertIds,
        meeting.userIds,
        meeting.remark,
        meeting.metBy,
      ],
    );
  }

  /** In the order they were made. */
  async meetings(tx: Tx, sessionId: string): Promise<Meeting[]> {
    return tx.query<Meeting>(`SELECT ${MEETING} FROM session_request_meeting WHERE session_id = $1 ORDER BY seq`, [
      sessionId,
    ]);
  }
}

function toRequest({ from, to, lon, lat, ...row }: Row): SessionRequest {
  return {
    ...row,
    during: from && to ? { from, to } : null,
    place: lon !== null && lat !== null ? { lon, lat } : null,
  };
}
