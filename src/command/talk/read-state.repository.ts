import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export interface ReadState {
  readonly userId: string;
  readonly deliveredSeq: number;
  readonly readSeq: number;
  readonly updatedAt: Date;
}

const COLUMNS = `user_id AS "userId", delivered_seq::float8 AS "deliveredSeq", read_seq::float8 AS "readSeq",
  updated_at AS "updatedAt"`;

/** How far each person is in the record of a session. It never goes back. */
@Injectable()
export class ReadStateRepository {
  /** Takes the greater of what was known and what is said; undefined where that is nothing new. */
  async advance(
    tx: Tx,
    sessionId: string,
    { userId, deliveredSeq, readSeq, updatedAt }: ReadState,
  ): Promise<ReadState | undefined> {
    return tx.queryOne<ReadState>(
      `INSERT INTO session_read AS r (session_id, user_id, delivered_seq, read_seq, updated_at)
       VALUES ($1, $2, greatest($3::bigint, $4::bigint), $4, $5)
       ON CONFLICT (session_id, user_id) DO UPDATE SET
         delivered_seq = greatest(r.delivered_seq, excluded.delivered_seq),
         read_seq = greatest(r.read_seq, excluded.read_seq), updated_at = excluded.updated_at
       WHERE r.delivered_seq < excluded.delivered_seq OR r.read_seq < excluded.read_seq
       RETURNING ${COLUMNS}`,
      [sessionId, userId, deliveredSeq, readSeq, updatedAt],
    );
  }

  async ofSession(tx: Tx, sessionId: string): Promise<ReadState[]> {
    return tx.query<ReadState>(`SELECT ${COLUMNS} FROM session_read WHERE session_id = $1 ORDER BY user_id`, [
      sessionId,
    ]);
  }
}
