import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Deadline } from '../orders/order.rules.js';
import type { Timer, TimerMove } from './escalation.rules.js';
import type { Escalation } from './escalation.js';

const COLUMNS = `
  order_id AS "orderId", session_id AS "sessionId", kind, state, deadline, steps, round, step, loop, due_at AS "dueAt"`;

export type DueTimer = Pick<Timer, 'orderId' | 'sessionId' | 'kind'>;

/** The only SQL on timers of orders and on what was told. The session must be locked by whoever writes. */
@Injectable()
export class OrderTimerRepository {
  /** Sets it; one that is there is set anew only after what was waited for had come about. */
  async arm(tx: Tx, timer: Timer, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO order_timer (order_id, session_id, kind, state, deadline, steps, round, step, loop, due_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (order_id, kind) DO UPDATE SET state = $4, deadline = $5, steps = $6, round = order_timer.round + 1,
         step = $8, loop = $9, due_at = $10, updated_at = $11
       WHERE order_timer.state = 'ended'`,
      [
        timer.orderId,
        timer.sessionId,
        timer.kind,
        timer.state,
        timer.deadline,
        JSON.stringify(timer.steps),
        timer.round,
        timer.step,
        timer.loop,
        timer.dueAt,
        now,
      ],
    );
  }

  /** @returns those that had not ended before */
  async end(tx: Tx, orderId: string, kinds: readonly Deadline[], now: Date): Promise<Deadline[]> {
    const ended = await tx.query<Pick<Timer, 'kind'>>(
      `WITH ended AS (
         UPDATE order_timer SET state = 'ended', updated_at = $3
         WHERE order_id = $1 AND kind = ANY ($2) AND state <> 'ended' RETURNING kind)
       SELECT kind FROM ended`,
      [orderId, kinds, now],
    );
    return ended.map(({ kind }) => kind);
  }

  async move(tx: Tx, { orderId, kind }: Timer, to: TimerMove, now: Date): Promise<void> {
    await tx.execute(
      `UPDATE order_timer SET state = $3, round = $4, step = $5, loop = $6, due_at = $7, updated_at = $8
       WHERE order_id = $1 AND kind = $2`,
      [orderId, kind, to.state, to.round, to.step, to.loop, to.dueAt, now],
    );
  }

  async find(tx: Tx, orderId: string, kind: Deadline): Promise<Timer | undefined> {
    return tx.queryOne<Timer>(`SELECT ${COLUMNS} FROM order_timer WHERE order_id = $1 AND kind = $2`, [orderId, kind]);
  }

  async ofOrder(tx: Tx, orderId: string): Promise<Timer[]> {
    return tx.query<Timer>(`SELECT ${COLUMNS} FROM order_timer WHERE order_id = $1 ORDER BY due_at, kind`, [orderId]);
  }

  /** Of sessions that are open; one that rests, or is over, keeps its timers for when it goes on. */
  async due(tx: Tx, now: Date, limit: number): Promise<DueTimer[]> {
    return tx.query(
      `SELECT t.order_id AS "orderId", t.session_id AS "sessionId", t.kind
       FROM command_session s JOIN order_timer t ON t.session_id = s.id
       WHERE s.state = 'open' AND t.state = 'running' AND t.due_at <= $1
       ORDER BY t.due_at, t.order_id LIMIT $2`,
      [now, limit],
    );
  }

  /** @throws a violation of `pk_order_escalation` when it was told before */
  async record(tx: Tx, escalation: Escalation): Promise<void> {
    await tx.execute(
      `INSERT INTO order_escalation (order_id, kind, round, step, loop, session_id, seq, fired_at, target, channel, told,
         vacancy)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        escalation.orderId,
        escalation.kind,
        escalation.round,
        escalation.step,
        escalation.loop,
        escalation.sessionId,
        escalation.seq,
        escalation.firedAt,
        escalation.target,
        escalation.channel,
        JSON.stringify(escalation.told),
        escalation.vacancy,
      ],
    );
  }

  /** In the order of the record. */
  async escalationsOf(tx: Tx, orderId: string): Promise<Escalation[]> {
    return tx.query<Escalation>(
      `SELECT order_id AS "orderId", session_id AS "sessionId", kind, round, step, loop, seq::float8 AS seq,
         fired_at AS "firedAt", target, channel, told, vacancy
       FROM order_escalation WHERE order_id = $1 ORDER BY seq`,
      [orderId],
    );
  }
}
