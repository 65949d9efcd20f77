import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export interface Sitrep {
  readonly id: string;
  readonly sessionId: string;
  readonly number: number;
  readonly seq: number;
  /** Canonical JSON, the very text of the digest. */
  readonly content: string;
  readonly sha256: string;
  readonly issuedBy: string;
  readonly issuedAt: Date;
}

const COLUMNS = `
  id, session_id AS "sessionId", number, seq::float8 AS seq, content, sha256, issued_by AS "issuedBy",
  issued_at AS "issuedAt"`;

@Injectable()
export class SitrepRepository {
  async insert(tx: Tx, report: Sitrep): Promise<void> {
    const { sessionId, number, id, seq, content, sha256, issuedBy, issuedAt } = report;
    await tx.execute(
      `INSERT INTO situation_report (session_id, number, id, seq, content, sha256, issued_by, issued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [sessionId, number, id, seq, content, sha256, issuedBy, issuedAt],
    );
  }

  async find(tx: Tx, sessionId: string, number: number): Promise<Sitrep | undefined> {
    return tx.queryOne<Sitrep>(`SELECT ${COLUMNS} FROM situation_report WHERE session_id = $1 AND number = $2`, [
      sessionId,
      number,
    ]);
  }

  async latest(tx: Tx, sessionId: string): Promise<Sitrep | undefined> {
    const [latest] = await this.list(tx, sessionId, undefined, 1);
    return latest;
  }

  /** The latest first; `before`: only smaller numbers. */
  async list(tx: Tx, sessionId: string, before: number | undefined, limit: number): Promise<Sitrep[]> {
    return tx.query<Sitrep>(
      `SELECT ${COLUMNS} FROM situation_report WHERE session_id = $1 AND ($2::int IS NULL OR number < $2)
       ORDER BY number DESC LIMIT $3`,
      [sessionId, before ?? null, limit],
    );
  }
}
