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

/** The only SQL on exports. */
@Injectable()
export class ExportRepository {
  async insert(tx: Tx, row: EvidenceExport): Promise<void> {
    await tx.repository(EvidenceExport).insert(row as never);
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

  /** Those whose file has had its time, and is told as gone from now on. */
  async expire(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE evidence_export SET state = 'expired' WHERE state = 'ready' AND expires_at <= $1 RETURNING id`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** What was made with an item that is gone must go, too: its time is over. */
  async endWith(tx: Tx, itemId: string, now: Date): Promise<void> {
    await tx.execute(`UPDATE evidence_export SET expires_at = $2 WHERE state = 'ready' AND $1 = ANY(item_ids)`, [
      itemId,
      now,
    ]);
  }

  /** Those asked for before `asked` that nothing has come of. */
  async giveUp(tx: Tx, asked: Date, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE evidence_export SET state = 'failed', failure = 'EXPORT_GAVE_UP', finished_at = $2
       WHERE state = 'waiting' AND requested_at <= $1 RETURNING id`,
      [asked, now],
    );
    return rows.map(({ id }) => id);
  }

  private async leaveWaiting(tx: Tx, id: string, change: Partial<EvidenceExport>): Promise<boolean> {
    const { affected } = await tx.repository(EvidenceExport).update({ id, state: 'waiting' }, change as never);
    return affected === 1;
  }
}
