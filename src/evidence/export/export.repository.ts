import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { EvidenceExport } from './export.entity.js';

export interface ExportFilter {
  readonly scope: AccessScope;
  readonly caseId?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What becomes known of an export once its file is whole. */
export type FinishedExport = Pick<EvidenceExport, 'finishedAt' | 'sha256' | 'sealSha256' | 'sizeBytes' | 'expiresAt'>;

/** Exports that take room: those that wait, and those whose file is kept. */
export interface StandingExports {
  readonly waiting: number;
  readonly waitingOfPerson: number;
  readonly kept: number;
  readonly keptOfPerson: number;
}

/** First key of the advisory lock of whoever asks for an export; there is one for the installation. */
const ROOM_LOCK = 17_071;

/** The only SQL on exports. */
@Injectable()
export class ExportRepository {
  async insert(tx: Tx, row: EvidenceExport): Promise<void> {
    await tx.repository(EvidenceExport).insert(row as never);
  }

  /** Until the transaction ends nobody else is let in. */
  async lockRoom(tx: Tx): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, 0)`, [ROOM_LOCK]);
  }

  async standing(tx: Tx, requestedBy: string): Promise<StandingExports> {
    const row = await tx.queryOne<StandingExports>(
      `SELECT count(*) FILTER (WHERE state = 'waiting')::integer AS waiting,
         count(*) FILTER (WHERE state = 'waiting' AND requested_by = $1)::integer AS "waitingOfPerson",
         count(*) FILTER (WHERE state = 'ready')::integer AS kept,
         count(*) FILTER (WHERE state = 'ready' AND requested_by = $1)::integer AS "keptOfPerson"
       FROM evidence_export WHERE state IN ('waiting', 'ready')`,
      [requestedBy],
    );
    return row ?? { waiting: 0, waitingOfPerson: 0, kept: 0, keptOfPerson: 0 };
  }

  /** Digests among these of files that may still be fetched. */
  async kept(tx: Tx, digests: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ sha256: string }>(
      `SELECT sha256 FROM evidence_export WHERE state = 'ready' AND sha256 = ANY ($1)`,
      [digests],
    );
    return new Set(rows.map(({ sha256 }) => sha256));
  }

  /** Of the originals of these that were not removed. */
  async bytesOf(tx: Tx, itemIds: readonly string[]): Promise<number> {
    const row = await tx.queryOne<{ bytes: string }>(
      `SELECT coalesce(sum(b.size_bytes), 0) AS bytes FROM evidence_item i JOIN blob b USING (sha256)
       WHERE i.id = ANY ($1) AND i.state <> 'removed'`,
      [itemIds],
    );
    return Number(row?.bytes ?? 0);
  }

  /** Digest of the file that may not be fetched from now on; undefined when it could not be before. */
  async discard(tx: Tx, id: string, at: Date): Promise<string | undefined> {
    const row = await tx.queryOne<{ sha256: string }>(
      `UPDATE evidence_export SET state = 'expired', expires_at = $2 WHERE id = $1 AND state = 'ready' RETURNING sha256`,
      [id, at],
    );
    return row?.sha256;
  }

  /** How many of these were removed by rule; until the transaction ends no other is. */
  async countRemoved(tx: Tx, itemIds: readonly string[]): Promise<number> {
    const rows = await tx.query<{ state: string }>(
      `SELECT state FROM evidence_item WHERE id = ANY ($1) ORDER BY id FOR SHARE`,
      [itemIds],
    );
    return rows.filter(({ state }) => state === 'removed').length;
  }

  async find(tx: Tx, id: string): Promise<EvidenceExport | null> {
    return tx.repository(EvidenceExport).findOneBy({ id });
  }

  /** Newest first. */
  async list(tx: Tx, { scope, caseId, before, limit }: ExportFilter): Promise<EvidenceExport[]> {
    const query = tx
      .repository(EvidenceExport)
      .createQueryBuilder('e')
      .where('(e.unitId = ANY(:unitIds) OR e.caseId = ANY(:caseIds))', {
        unitIds: scope.unitIds,
        caseIds: scope.caseIds,
      });
    if (caseId) query.andWhere('e.caseId = :caseId', { caseId });
    if (before) query.andWhere('e.id < :before', { before });
    return query.orderBy('e.id', 'DESC').limit(limit).getMany();
  }

  /** False when somebody else has finished it, one way or another. */
  async finish(tx: Tx, id: string, finished: FinishedExport): Promise<boolean> {
    return this.leaveWaiting(tx, id, { ...finished, state: 'ready' });
  }

  async fail(tx: Tx, id: string, failure: string, finishedAt: Date): Promise<boolean> {
    return this.leaveWaiting(tx, id, { state: 'failed', failure, finishedAt });
  }

  /** Digests of files that have had their time, and are told as gone from now on. */
  async expire(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ sha256: string }>(
      `UPDATE evidence_export SET state = 'expired' WHERE state = 'ready' AND expires_at <= $1 RETURNING sha256`,
      [now],
    );
    return rows.map(({ sha256 }) => sha256);
  }

  /** What was made with an item that is gone must go, too: its time is over. */
  async endWith(tx: Tx, itemId: string, now: Date): Promise<void> {
    await tx.execute(`UPDATE evidence_export SET expires_at = $2 WHERE state = 'ready' AND $1 = ANY(item_ids)`, [
      itemId,
      now,
    ]);
  }

  private async leaveWaiting(tx: Tx, id: string, change: Partial<EvidenceExport>): Promise<boolean> {
    const { affected } = await tx.repository(EvidenceExport).update({ id, state: 'waiting' }, change as never);
    return affected === 1;
  }
}
