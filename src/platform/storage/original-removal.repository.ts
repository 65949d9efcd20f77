import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';

/** Why bytes leave the store: a rule and two persons, or the remains of an upload whose process died. */
export type RemovalReason = 'retention' | 'upload_remains';

export interface ReferencingColumn {
  readonly table: string;
  readonly column: string;
}

/** The only SQL on originals that leave. */
@Injectable()
export class OriginalRemovalRepository {
  /** A removal that was given up, or done before the bytes came again, begins anew. */
  async schedule(tx: Tx, sha256: string, reason: RemovalReason, at: Date, notBefore: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO original_removal (sha256, reason, scheduled_at, not_before) VALUES ($1, $2, $3, $4)
       ON CONFLICT (sha256) DO UPDATE SET reason = $2, scheduled_at = $3, not_before = $4, removing_at = NULL,
         removed_at = NULL, returned_at = NULL`,
      [sha256, reason, at, notBefore],
    );
  }

  /** Those of the given digests that shall leave or have left. */
  async leaving(tx: Tx, digests: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ sha256: string }>(
      `SELECT sha256 FROM original_removal WHERE sha256 = ANY($1) AND returned_at IS NULL`,
      [digests],
    );
    return new Set(rows.map(({ sha256 }) => sha256));
  }

  /** The same bytes are arriving: they may lie in the store until then. Waits for whoever is just taking them away. */
  async putOff(tx: Tx, sha256: string, notBefore: Date): Promise<void> {
    await tx.execute(
      `UPDATE original_removal SET not_before = $2, removing_at = NULL, removed_at = NULL
       WHERE sha256 = $1 AND returned_at IS NULL`,
      [sha256, notBefore],
    );
  }

  /** A record uses the bytes: they stay. False when they have begun to leave since they were brought. */
  async keep(tx: Tx, sha256: string, at: Date): Promise<boolean> {
    const row = await tx.queryOne<{ isLeaving: boolean }>(
      `UPDATE original_removal SET returned_at = CASE WHEN removing_at IS NULL THEN $2::timestamptz END
       WHERE sha256 = $1 AND returned_at IS NULL RETURNING removing_at IS NOT NULL AS "isLeaving"`,
      [sha256, at],
    );
    return row?.isLeaving !== true;
  }

  async giveUp(tx: Tx, sha256: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE original_removal SET returned_at = $2, removing_at = NULL WHERE sha256 = $1`, [
      sha256,
      at,
    ]);
  }

  /** Begun ones first: they broke off. */
  async due(tx: Tx, now: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ sha256: string }>(
      `SELECT sha256 FROM original_removal WHERE removed_at IS NULL AND returned_at IS NULL AND not_before <= $1
       ORDER BY removing_at, not_before LIMIT $2`,
      [now, limit],
    );
    return rows.map(({ sha256 }) => sha256);
  }

  /** Holds the row, and the blob against new records of it, until the end of the transaction. False: it is not due any more. */
  async lockDue(tx: Tx, sha256: string, now: Date): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT FROM original_removal WHERE sha256 = $1 AND removed_at IS NULL AND returned_at IS NULL AND not_before <= $2
       FOR UPDATE SKIP LOCKED`,
      [sha256, now],
    );
    if (row) await tx.query(`SELECT FROM blob WHERE sha256 = $1 FOR UPDATE`, [sha256]);
    return row !== undefined;
  }

  async begin(tx: Tx, sha256: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE original_removal SET removing_at = $2 WHERE sha256 = $1`, [sha256, at]);
  }

  async lockBegun(tx: Tx, sha256: string): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT FROM original_removal WHERE sha256 = $1 AND removing_at IS NOT NULL AND removed_at IS NULL FOR UPDATE`,
      [sha256],
    );
    return row !== undefined;
  }

  async end(tx: Tx, sha256: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE original_removal SET removed_at = $2 WHERE sha256 = $1`, [sha256, at]);
  }

  /** Every column of the database that names a blob, as the database itself says it. */
  async referencing(tx: Tx): Promise<ReferencingColumn[]> {
    return tx.query<ReferencingColumn>(
      `SELECT c.conrelid::regclass::text AS "table", quote_ident(a.attname) AS "column"
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.contype = 'f' AND c.confrelid = 'blob'::regclass`,
    );
  }

  async names(tx: Tx, { table, column }: ReferencingColumn, sha256: string): Promise<boolean> {
    const row = await tx.queryOne(`SELECT FROM ${table} WHERE ${column} = $1 LIMIT 1`, [sha256]);
    return row !== undefined;
  }
}
