import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** The record of a closed session as an item of evidence. */
export interface SessionRecord {
  readonly sessionId: string;
  /** The event that closed it. */
  readonly closedSeq: number;
  readonly evidenceId: string;
  readonly sha256: string;
  readonly events: number;
  readonly withheld: number;
  readonly preservedAt: Date;
}

const COLUMNS = `
  session_id AS "sessionId", closed_seq::float8 AS "closedSeq", evidence_id AS "evidenceId", sha256, events, withheld,
  preserved_at AS "preservedAt"`;

@Injectable()
export class SessionRecordRepository {
  async insert(tx: Tx, record: SessionRecord): Promise<void> {
    const { sessionId, closedSeq, evidenceId, sha256, events, withheld, preservedAt } = record;
    await tx.execute(
      `INSERT INTO session_record (session_id, closed_seq, evidence_id, sha256, events, withheld, preserved_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [sessionId, closedSeq, evidenceId, sha256, events, withheld, preservedAt],
    );
  }

  async find(tx: Tx, sessionId: string, closedSeq: number): Promise<SessionRecord | undefined> {
    return tx.queryOne<SessionRecord>(
      `SELECT ${COLUMNS} FROM session_record WHERE session_id = $1 AND closed_seq = $2`,
      [sessionId, closedSeq],
    );
  }

  /** One for each time the session was closed, the latest first. */
  async ofSession(tx: Tx, sessionId: string): Promise<SessionRecord[]> {
    return tx.query<SessionRecord>(
      `SELECT ${COLUMNS} FROM session_record WHERE session_id = $1 ORDER BY closed_seq DESC`,
      [sessionId],
    );
  }
}
