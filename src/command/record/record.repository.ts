import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { SessionEvent } from '../events/session-event.js';
import type { Viewer } from '../events/visibility.rules.js';
import { TIERS_UPWARD, isTierAtLeast } from '../sessions/session-roles.js';

interface EventRow extends Omit<SessionEvent, 'occurredAt' | 'recordedAt'> {
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

export interface RecordFilter {
  /** By when it happened. */
  readonly from?: Date;
  readonly to?: Date;
  readonly types?: readonly string[];
  /** The id of a person or guest, or `service`. */
  readonly actor?: string;
  /** Only events with a greater number. */
  readonly after: number;
  readonly limit: number;
}

const COLUMNS = `
  session_id AS "sessionId", seq::float8 AS seq, cmd_id AS "cmdId", type, actor, occurred_at AS "occurredAt",
  recorded_at AS "recordedAt", scope, payload, prev_hash AS "prevHash", hash`;

/** A record of any length is read so many events at a time. */
const PIECE = 1_000;

/** The record as it is read afterwards. */
@Injectable()
export class RecordRepository {
  /**
   * Events that fit, in order. Whoever asks by type or person gets none that is not for their eyes, not even as a number:
   * that it fits would tell what it is. Who reads what is decided by `isVisible`; this only narrows.
   */
  async lines(tx: Tx, sessionId: string, viewer: Viewer, filter: RecordFilter): Promise<SessionEvent[]> {
    const { from, to, types, actor, after, limit } = filter;
    const isNarrow = types !== undefined || actor !== undefined;
    const rows = await tx.query<EventRow>(
      `SELECT ${COLUMNS} FROM session_event
       WHERE session_id = $1 AND seq > $2
         AND ($3::timestamptz IS NULL OR occurred_at >= $3) AND ($4::timestamptz IS NULL OR occurred_at < $4)
         AND ($5::text[] IS NULL OR type = ANY ($5))
         AND ($6::text IS NULL OR coalesce(actor ->> 'userId', actor ->> 'guestId', actor ->> 'kind') = $6)
         AND (NOT $7 OR actor ->> 'userId' = $8 OR CASE scope ->> 'kind'
           WHEN 'ALL' THEN true
           WHEN 'TIER_AND_UP' THEN scope ->> 'tier' = ANY ($9) OR scope -> 'userIds' @> to_jsonb($8::text)
           WHEN 'ORG' THEN scope ->> 'unitId' = $10
           ELSE scope -> 'userIds' @> to_jsonb($8::text) END)
       ORDER BY seq LIMIT $11`,
      [
        sessionId,
        after,
        from ?? null,
        to ?? null,
        types ?? null,
        actor ?? null,
        isNarrow,
        viewer.userId,
        TIERS_UPWARD.filter((floor) => isTierAtLeast(viewer.tier, floor)),
        viewer.unitId,
        limit,
      ],
    );
    return rows.map(toEvent);
  }

  /** Every event up to a number, in order, a piece at a time. */
  async *upTo(tx: Tx, sessionId: string, last: number): AsyncGenerator<SessionEvent> {
    for (let after = 0; after < last;) {
      const rows = await tx.query<EventRow>(
        `SELECT ${COLUMNS} FROM session_event WHERE session_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4`,
        [sessionId, after, last, PIECE],
      );
      if (rows.length === 0) return;
      for (const row of rows) yield toEvent(row);
      after = rows.at(-1)?.seq ?? last;
    }
  }
}

function toEvent(row: EventRow): SessionEvent {
  return { ...row, occurredAt: row.occurredAt.toISOString(), recordedAt: row.recordedAt.toISOString() };
}
