import { Injectable } from '@nestjs/common';
import type { Period, Tx } from '../../platform/index.js';
import type { SessionKind, SessionState } from '../sessions/session.rules.js';
import type { CountGroup } from './count.codes.js';

/** A unit that is counted, with its tier. */
export interface CountedUnit {
  readonly id: string;
  readonly tier: string;
}

export interface SessionCount {
  readonly key: string;
  readonly kind: SessionKind;
  readonly state: SessionState;
  readonly count: number;
}

export interface OrderCount {
  /** null: all together. */
  readonly key: string | null;
  readonly issued: number;
  readonly remote: number;
  readonly local: number;
  readonly acknowledged: number;
  readonly ackMedian: number | null;
  readonly ackP90: number | null;
  readonly ackImplausible: number;
  readonly unanswered: number;
  readonly withdrawn: number;
  readonly arrived: number;
  readonly arriveMedian: number | null;
  readonly arriveP90: number | null;
  readonly arriveImplausible: number;
  readonly notReported: number;
}

/** China has no summer time: a month there begins at a fixed instant. */
const monthOf = (column: string): string => `to_char(${column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')`;

const KEYS: Readonly<Record<CountGroup, (instant: string) => string>> = {
  tier: () => `reach.tier`,
  unit: () => `reach.id::text`,
  month: monthOf,
};

const REACH = `unnest($3::uuid[], $4::text[]) AS reach (id, tier)`;

/** Figures over a part of a column that is in seconds. */
const spread = (seconds: string): string => `
  count(*) FILTER (WHERE ${seconds} >= 0)::int,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${seconds}) FILTER (WHERE ${seconds} >= 0),
  percentile_cont(0.9) WITHIN GROUP (ORDER BY ${seconds}) FILTER (WHERE ${seconds} >= 0),
  count(*) FILTER (WHERE ${seconds} < 0)::int`;

@Injectable()
export class CountRepository {
  /** Sessions that were opened or scheduled in the period, by the unit that did. */
  async sessions(tx: Tx, by: CountGroup, { from, to }: Period, units: readonly CountedUnit[]): Promise<SessionCount[]> {
    return tx.query<SessionCount>(
      `SELECT ${KEYS[by]('s.created_at')} AS key, s.kind, s.state, count(*)::int AS count
       FROM command_session s JOIN ${REACH} ON reach.id = s.unit_id
       WHERE s.created_at >= $1 AND s.created_at < $2 GROUP BY 1, 2, 3`,
      [from, to, units.map(({ id }) => id), units.map(({ tier }) => tier)],
    );
  }

  /**
   * Orders that were issued in the period, by the unit they went to: of the person, of whoever holds the device, or the unit
   * itself. Units are those that people had in the session. An order to a role counts with the session's own unit until somebody
   * acknowledges it, and whether it went far is unknown. What the one who answers for it reports counts.
   */
  async orders(tx: Tx, by: CountGroup, { from, to }: Period, units: readonly CountedUnit[]): Promise<OrderCount[]> {
    return tx.query<OrderCount>(
      `WITH counted (key, is_remote, state, ack, arrive) AS (
         SELECT ${KEYS[by]('o.issued_at')},
           CASE WHEN coalesce(o.to_unit_id, recipient.unit_id) IS NOT NULL THEN issuer.unit_id <> reach.id END, o.state,
           extract(epoch FROM r.acknowledged_at - o.issued_at)::float8,
           extract(epoch FROM r.on_scene_at - o.issued_at)::float8
         FROM work_order o
         JOIN command_session s ON s.id = o.session_id
         LEFT JOIN order_receipt r ON r.order_id = o.id AND r.responsible
         LEFT JOIN session_participant issuer ON issuer.session_id = o.session_id AND issuer.user_id = o.issued_by
         LEFT JOIN session_participant recipient
           ON recipient.session_id = o.session_id AND recipient.user_id = coalesce(o.to_user_id, r.recipient_user_id)
         JOIN ${REACH} ON reach.id = coalesce(o.to_unit_id, recipient.unit_id, CASE WHEN o.to_role IS NOT NULL THEN s.unit_id END)
         WHERE o.issued_at >= $1 AND o.issued_at < $2 AND o.state <> 'DRAFT'),
       figures (key, issued, remote, local, acknowledged, ack_median, ack_p90, ack_implausible, arrived, arrive_median,
         arrive_p90, arrive_implausible, unanswered, withdrawn, not_reported) AS (
         SELECT key, count(*)::int, count(*) FILTER (WHERE is_remote)::int, count(*) FILTER (WHERE NOT is_remote)::int,
           ${spread('ack')}, ${spread('arrive')},
           count(*) FILTER (WHERE ack IS NULL AND state NOT IN ('CANCELLED', 'REJECTED'))::int,
           count(*) FILTER (WHERE ack IS NULL AND state IN ('CANCELLED', 'REJECTED'))::int,
           count(*) FILTER (WHERE ack IS NOT NULL AND arrive IS NULL)::int
         FROM counted GROUP BY GROUPING SETS ((key), ()))
       SELECT key, issued, remote, local, acknowledged, ack_median AS "ackMedian", ack_p90 AS "ackP90",
         ack_implausible AS "ackImplausible", arrived, arrive_median AS "arriveMedian", arrive_p90 AS "arriveP90",
         arrive_implausible AS "arriveImplausible", unanswered, withdrawn, not_reported AS "notReported"
       FROM figures`,
      [from, to, units.map(({ id }) => id), units.map(({ tier }) => tier)],
    );
  }
}
