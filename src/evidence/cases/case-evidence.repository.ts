import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { CaseEvidence } from './case-evidence.entity.js';

/** First key of the advisory locks that number a case's list; the second is one of 256 (decisions, 12). */
const LIST_LOCKS = 17_007;

/** The only SQL on the lists of evidence. */
@Injectable()
export class CaseEvidenceRepository {
  /** Puts the item at the end of the case's list. False when it is there already. */
  async append(tx: Tx, entry: Omit<CaseEvidence, 'position'>): Promise<boolean> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [LIST_LOCKS, entry.caseId]);
    const added = await tx.execute(
      `INSERT INTO case_evidence (case_id, item_id, unit_id, purpose, position, attached_at, attached_by)
       SELECT $1, $2, $3, $4, coalesce(max(position), 0) + 1, $5, $6 FROM case_evidence WHERE case_id = $1
       ON CONFLICT ON CONSTRAINT case_evidence_pkey DO NOTHING`,
      [entry.caseId, entry.itemId, entry.unitId, entry.purpose, entry.attachedAt, entry.attachedBy],
    );
    return added === 1;
  }

  /** Says the purpose of an entry that has none. False when it has one, or none is given. */
  async statePurpose(tx: Tx, { caseId, itemId, purpose }: Omit<CaseEvidence, 'position'>): Promise<boolean> {
    if (purpose === null) return false;
    const stated = await tx.execute(
      `UPDATE case_evidence SET purpose = $3 WHERE case_id = $1 AND item_id = $2 AND purpose IS NULL`,
      [caseId, itemId, purpose],
    );
    return stated === 1;
  }

  async ofItems(tx: Tx, itemIds: readonly string[]): Promise<CaseEvidence[]> {
    return tx
      .repository(CaseEvidence)
      .find({ where: { itemId: In([...itemIds]) }, order: { attachedAt: 'ASC', caseId: 'ASC' } });
  }

  /** In the order of the list, from after `position`. */
  async ofCase(
    tx: Tx,
    caseId: string,
    { after = 0, limit }: { after?: number; limit: number },
  ): Promise<CaseEvidence[]> {
    return tx
      .repository(CaseEvidence)
      .createQueryBuilder('c')
      .where('c.caseId = :caseId AND c.position > :after', { caseId, after })
      .orderBy('c.position', 'ASC')
      .limit(limit)
      .getMany();
  }
}
