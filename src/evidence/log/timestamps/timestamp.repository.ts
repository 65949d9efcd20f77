import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { TimestampFault } from './timestamp.codes.js';
import type { Candidate, Standing } from './timestamp.rules.js';

export interface TimestampRow {
  readonly size: number;
  readonly authority: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** By the authority's clock. */
  readonly stampedAt: Date;
  /** By ours. */
  readonly receivedAt: Date;
  /** The answer as it came (RFC 3161, 2.4.2), DER. */
  readonly answer: Buffer;
}

const TIMESTAMP = `size::float8 AS size, authority, serial, stamped_at AS "stampedAt", received_at AS "receivedAt", answer`;

/** The only SQL of the time stamps. */
@Injectable()
export class TimestampRepository {
  /** The first stamp of a head stays. */
  async insertIfNew(tx: Tx, { size, authority, serial, stampedAt, receivedAt, answer }: TimestampRow): Promise<void> {
    await tx.execute(
      `INSERT INTO log_timestamp (size, authority, serial, stamped_at, received_at, answer)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (size) DO NOTHING`,
      [size, authority, serial, stampedAt, receivedAt, answer],
    );
  }

  async insertRefusal(tx: Tx, { size, fault, at }: { size: number; fault: TimestampFault; at: Date }): Promise<void> {
    await tx.execute(`INSERT INTO log_timestamp_refusal (size, fault, refused_at) VALUES ($1, $2, $3)`, [
      size,
      fault,
      at,
    ]);
  }

  async ofSize(tx: Tx, size: number): Promise<TimestampRow | undefined> {
    return tx.queryOne<TimestampRow>(`SELECT ${TIMESTAMP} FROM log_timestamp WHERE size = $1`, [size]);
  }

  /** Of the largest head that has one. */
  async newest(tx: Tx): Promise<TimestampRow | undefined> {
    return tx.queryOne<TimestampRow>(`SELECT ${TIMESTAMP} FROM log_timestamp ORDER BY log_timestamp.size DESC LIMIT 1`);
  }

  /** The first that covers each of these entries, and the newest, of heads up to a size; the smallest first. */
  async covering(tx: Tx, indexes: readonly number[], upTo: number): Promise<TimestampRow[]> {
    return tx.query<TimestampRow>(
      `SELECT ${TIMESTAMP} FROM log_timestamp WHERE size IN (
         SELECT (SELECT min(t.size) FROM log_timestamp t WHERE t.size > entry.index AND t.size <= $2)
         FROM unnest($1::int8[]) AS entry (index)
         UNION SELECT max(t.size) FROM log_timestamp t WHERE t.size <= $2)
       ORDER BY log_timestamp.size`,
      [indexes, upTo],
    );
  }

  /** @param firstDay `YYYY-MM-DD`, @param today likewise, in China: of the days between, today not among them */
  async standing(tx: Tx, firstDay: string, today: string): Promise<Standing> {
    const newest = await tx.queryOne<Candidate>(
      `SELECT size::float8 AS size, signed_at AS "signedAt" FROM log_checkpoint ORDER BY log_checkpoint.size DESC LIMIT 1`,
    );
    const ofDays = await tx.query<Candidate>(
      `WITH last AS (
         SELECT DISTINCT ON (day) day, size, signed_at FROM (
           SELECT (signed_at AT TIME ZONE 'Asia/Shanghai')::date AS day, size, signed_at FROM log_checkpoint
           WHERE signed_at >= $1::date::timestamp AT TIME ZONE 'Asia/Shanghai'
             AND signed_at < $2::date::timestamp AT TIME ZONE 'Asia/Shanghai' AND size > 0) AS signed
         ORDER BY day, size DESC)
       SELECT last.size::float8 AS size, last.signed_at AS "signedAt" FROM last
       LEFT JOIN log_timestamp t ON t.size = last.size WHERE t.size IS NULL ORDER BY last.size`,
      [firstDay, today],
    );
    const stamped = await this.newest(tx);
    const refusals = await tx.queryOne<Standing['refusals']>(
      `SELECT count(*)::int AS count, max(refused_at) AS "lastAt" FROM log_timestamp_refusal
       WHERE refused_at > coalesce((SELECT max(received_at) FROM log_timestamp), '-infinity')`,
    );
    return { newest, ofDays, stamped, refusals: refusals ?? { count: 0, lastAt: null } };
  }

  /** How often each fault was met. */
  async refusalsByFault(tx: Tx): Promise<ReadonlyMap<TimestampFault, number>> {
    const rows = await tx.query<{ fault: TimestampFault; count: number }>(
      `SELECT fault, count(*)::int AS count FROM log_timestamp_refusal GROUP BY fault`,
    );
    return new Map(rows.map(({ fault, count }) => [fault, count]));
  }

  /** Undefined where the last answer was good, or nothing was asked. */
  async openFault(tx: Tx): Promise<{ readonly fault: TimestampFault; readonly at: Date } | undefined> {
    return tx.queryOne(
      `SELECT fault, refused_at AS at FROM log_timestamp_refusal
       WHERE refused_at > coalesce((SELECT max(received_at) FROM log_timestamp), '-infinity')
       ORDER BY refused_at DESC LIMIT 1`,
    );
  }
}
