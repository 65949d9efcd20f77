import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { CaseEvidenceDetachment } from './case-evidence-detachment.entity.js';
import { CaseEvidence } from './case-evidence.entity.js';

/** First key of the advisory locks that number a case's list; the second is one of 256 (decisions, 12). */
const LIST_LOCKS = 17_007;

/** The only SQL on the lists of evidence. */
@Injectable()
export class CaseEvidenceRepository {
  /** Until the transaction ends nobody else changes the case's list. */
  async lock(tx: Tx, caseId: string): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [LIST_LOCKS, caseId]);
  }

  /** Puts the item at the end of the case's list, under a number that no entry had. False when it is there already. */
  async append(tx: Tx, entry: Omit<CaseEvidence, 'position'>): Promise<boolean> {
    await this.lock(tx, entry.caseId);
    const added = await tx.execute(
      `INSERT INTO case_evidence (case_id, item_id, unit_id, purpose, position, attached_at, attached_by)
       SELECT $1, $2, $3, $4, coalesce(max(position), 0) + 1, $5, $6 FROM (
         SELECT position FROM case_evidence WHERE case_id = $1
         UNION ALL SELECT position FROM case_evidence_detachment WHERE case_id = $1) numbers
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

  /** Numbers the entries from 1 in the order of the ids. */
  async renumber(tx: Tx, caseId: string, itemIds: readonly string[]): Promise<void> {
    await tx.execute(
      `UPDATE case_evidence c SET position = o.position
       FROM unnest($2::uuid[]) WITH ORDINALITY AS o (item_id, position) WHERE c.case_id = $1 AND c.item_id = o.item_id`,
      [caseId, itemIds],
    );
  }

  async itemIdsOf(tx: Tx, caseId: string): Promise<string[]> {
    const entries = await tx
      .repository(CaseEvidence)
      .find({ where: { caseId }, select: { itemId: true }, order: { position: 'ASC' } });
    return entries.map(({ itemId }) => itemId);
  }

  /** The entry that was taken off; undefined when there is none. */
  async remove(tx: Tx, caseId: string, itemId: string): Promise<CaseEvidence | undefined> {
    const entry = await tx.repository(CaseEvidence).findOneBy({ caseId, itemId });
    if (!entry) return undefined;
    await tx.repository(CaseEvidence).delete({ caseId, itemId });
    return entry;
  }

  async addDetachment(tx: Tx, detachment: CaseEvidenceDetachment): Promise<void> {
    await tx.repository(CaseEvidenceDetachment).insert(detachment);
  }

  /** Oldest first. */
  async detachmentsOf(tx: Tx, caseId: string): Promise<CaseEvidenceDetachment[]> {
    return tx.repository(CaseEvidenceDetachment).find({ where: { caseId }, order: { id: 'ASC' } });
  }
}
