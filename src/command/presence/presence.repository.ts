import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { HOLDS_MS, type PresenceLine, type PresenceState } from './presence.rules.js';

/** What an instance has to say of someone in a session. */
export interface PresenceWord {
  readonly sessionId: string;
  readonly userId: string;
  readonly state: PresenceState;
  readonly seenAt: Date;
}

export type SessionPresenceLine = PresenceLine & { readonly sessionId: string };

/** Someone whose coming or going the record does not know yet. */
export interface LineChange {
  readonly sessionId: string;
  readonly userId: string;
  readonly kind: 'online' | 'offline';
  /** Since when they are there, or when they were last seen. */
  readonly at: Date;
}

/** What other runs said is kept a while, so that someone whose instance was started anew was there all along. */
const FORGET_MS = 300_000;

/** What is older is kept only as the last word on somebody in a session that goes on. */
const KEPT_MS = 86_400_000;

const COLUMNS = `session_id AS "sessionId", user_id AS "userId", state, since, last_at AS "lastAt"`;

@Injectable()
export class PresenceRepository {
  /** Whoever comes back before their line ran out was there all along. */
  async say(tx: Tx, instanceId: string, words: readonly PresenceWord[], now: Date): Promise<void> {
    const who = [words.map(({ sessionId }) => sessionId), words.map(({ userId }) => userId)];
    await tx.execute(
      `INSERT INTO session_presence (session_id, user_id, instance_id, state, since, last_at)
       SELECT w.session_id, w.user_id, $1, w.state, coalesce((
           SELECT min(o.since) FROM session_presence o
           WHERE o.session_id = w.session_id AND o.user_id = w.user_id AND o.last_at > $2), w.seen_at), w.seen_at
       FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[]) AS w (session_id, user_id, state, seen_at)
       ORDER BY 1, 2
       ON CONFLICT (session_id, user_id, instance_id)
       DO UPDATE SET state = excluded.state, since = excluded.since, last_at = excluded.last_at`,
      [
        instanceId,
        new Date(now.getTime() - HOLDS_MS),
        ...who,
        words.map(({ state }) => state),
        words.map(({ seenAt }) => seenAt),
      ],
    );
    await tx.execute(
      `DELETE FROM session_presence o USING unnest($3::uuid[], $4::uuid[]) AS w (session_id, user_id)
       WHERE o.session_id = w.session_id AND o.user_id = w.user_id AND o.instance_id <> $1 AND o.last_at < $2`,
      [instanceId, new Date(now.getTime() - FORGET_MS), ...who],
    );
  }

  async ofSessions(tx: Tx, sessionIds: readonly string[]): Promise<SessionPresenceLine[]> {
    return tx.query<SessionPresenceLine>(
      `SELECT ${COLUMNS} FROM session_presence WHERE session_id = ANY ($1::uuid[]) ORDER BY session_id, user_id`,
      [sessionIds],
    );
  }

  /** What is said of people now, in whatever session. */
  async linesOf(tx: Tx, userIds: readonly string[], now: Date): Promise<PresenceLine[]> {
    return tx.query<PresenceLine>(
      `SELECT ${COLUMNS} FROM session_presence
       WHERE user_id = ANY ($1::uuid[]) AND state <> 'offline' AND last_at > $2`,
      [userIds, new Date(now.getTime() - HOLDS_MS)],
    );
  }

  /** What was said after `after`. */
  async newsOf(tx: Tx, sessionIds: readonly string[], after: Date): Promise<SessionPresenceLine[]> {
    return tx.query<SessionPresenceLine>(
      `SELECT ${COLUMNS} FROM session_presence
       WHERE session_id = ANY ($1::uuid[]) AND last_at > $2 ORDER BY session_id, user_id`,
      [sessionIds, after],
    );
  }

  /** When the person was last seen on a line, or did something there. */
  async lastSeen(tx: Tx, sessionId: string, userId: string): Promise<Date | undefined> {
    const row = await tx.queryOne<{ at: Date | null }>(
      `SELECT greatest(
         (SELECT max(last_at) FROM session_presence WHERE session_id = $1 AND user_id = $2),
         (SELECT recorded_at FROM session_event WHERE session_id = $1 AND actor ->> 'userId' = $2::text
          ORDER BY seq DESC LIMIT 1)) AS at`,
      [sessionId, userId],
    );
    return row?.at ?? undefined;
  }

  /** Members of living sessions who have come or gone for longer than `graceMs`, and of whom the record says otherwise. */
  async unrecorded(tx: Tx, now: Date, graceMs: number, limit: number): Promise<LineChange[]> {
    return this.changes(tx, { now, graceMs, limit });
  }

  /** The same of one person. */
  async unrecordedOf(
    tx: Tx,
    { sessionId, userId }: Pick<LineChange, 'sessionId' | 'userId'>,
    now: Date,
    graceMs: number,
  ): Promise<LineChange | undefined> {
    return (await this.changes(tx, { now, graceMs, limit: 1, sessionId, userId }))[0];
  }

  async record(tx: Tx, { sessionId, userId, kind }: LineChange): Promise<void> {
    await tx.execute(`UPDATE session_participant SET on_line = $3 WHERE session_id = $1 AND user_id = $2`, [
      sessionId,
      userId,
      kind === 'online',
    ]);
  }

  /** Nobody is on the line of a session that is over. */
  async endLines(tx: Tx, sessionId: string): Promise<void> {
    await tx.execute(`UPDATE session_participant SET on_line = false WHERE session_id = $1 AND on_line`, [sessionId]);
  }

  /**
   * Forgets what was said long ago: of sessions that are over, and where something newer was said of the same person. In
   * sessions that go on, not of whom the record still says that they are on the line.
   */
  async sweep(tx: Tx, now: Date): Promise<number> {
    return tx.execute(
      `DELETE FROM session_presence o WHERE o.last_at < $1
         AND (EXISTS (SELECT FROM command_session s WHERE s.id = o.session_id AND s.state IN ('closed', 'archived'))
           OR EXISTS (SELECT FROM session_presence n
               WHERE n.session_id = o.session_id AND n.user_id = o.user_id AND n.last_at > o.last_at)
             AND NOT EXISTS (SELECT FROM session_participant p
               WHERE p.session_id = o.session_id AND p.user_id = o.user_id AND p.on_line))`,
      [new Date(now.getTime() - KEPT_MS)],
    );
  }

  private async changes(
    tx: Tx,
    search: { now: Date; graceMs: number; limit: number; sessionId?: string; userId?: string },
  ): Promise<LineChange[]> {
    const { now, graceMs, limit, sessionId, userId } = search;
    return tx.query<LineChange>(
      `WITH candidate AS (
         SELECT session_id, user_id FROM session_participant
         WHERE on_line AND ($4::uuid IS NULL OR session_id = $4) AND ($5::uuid IS NULL OR user_id = $5)
         UNION
         SELECT session_id, user_id FROM session_presence
         WHERE last_at > $1 AND ($4::uuid IS NULL OR session_id = $4) AND ($5::uuid IS NULL OR user_id = $5))
       SELECT "sessionId", "userId", CASE WHEN on_line THEN 'offline' ELSE 'online' END AS kind,
         CASE WHEN on_line THEN last_at ELSE since END AS at
       FROM (
         SELECT p.session_id AS "sessionId", p.user_id AS "userId", p.on_line,
           max(l.last_at) AS last_at, min(l.since) FILTER (WHERE l.state <> 'offline' AND l.last_at > $1) AS since
         FROM candidate c
         JOIN session_participant p ON p.session_id = c.session_id AND p.user_id = c.user_id AND p.state = 'joined'
         JOIN command_session s ON s.id = c.session_id AND s.state IN ('scheduled', 'open', 'suspended')
         JOIN session_presence l ON l.session_id = c.session_id AND l.user_id = c.user_id
         GROUP BY p.session_id, p.user_id, p.on_line) AS person
       WHERE CASE WHEN on_line THEN since IS NULL AND last_at <= $2 ELSE since <= $2 END
       ORDER BY at LIMIT $3`,
      [new Date(now.getTime() - HOLDS_MS), new Date(now.getTime() - graceMs), limit, sessionId ?? null, userId ?? null],
    );
  }
}
