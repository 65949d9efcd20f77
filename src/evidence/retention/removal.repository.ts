import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { EvidenceRemoval } from './evidence-removal.entity.js';

/** The only SQL on removals, and on the records they leave as tombstones. */
@Injectable()
export class RemovalRepository {
  async insert(tx: Tx, removal: EvidenceRemoval): Promise<void> {
    await tx.repository(EvidenceRemoval).insert(removal as never);
  }

  async find(tx: Tx, id: string): Promise<EvidenceRemoval | null> {
    return tx.repository(EvidenceRemoval).findOneBy({ id });
  }

  async list(
    tx: Tx,
    { unitIds, caseIds }: AccessScope,
    { itemId, before, limit }: { itemId?: string | undefined; before?: string | undefined; limit: number },
  ): Promise<EvidenceRemoval[]> {
    const query = tx
      .repository(EvidenceRemoval)
      .createQueryBuilder('r')
      .where(
        `EXISTS (SELECT FROM evidence_item i WHERE i.id = r.item_id AND (i.unit_id = ANY(:unitIds)
           OR EXISTS (SELECT FROM case_evidence c
             WHERE c.item_id = i.id AND (c.unit_id = ANY(:unitIds) OR c.case_id = ANY(:caseIds)))))`,
        { unitIds, caseIds },
      )
      .orderBy('r.id', 'DESC')
      .limit(limit);
    if (itemId !== undefined) query.andWhere('r.itemId = :itemId', { itemId });
    if (before !== undefined) query.andWhere('r.id < :before', { before });
    return query.getMany();
  }

  /** Nobody attaches, holds or removes the item until the end of the transaction. */
  async lockItem(tx: Tx, itemId: string): Promise<void> {
    await tx.query(`SELECT FROM evidence_item WHERE id = $1 FOR UPDATE`, [itemId]);
  }

  /** With the rule as it stands at the decision. False when it is decided already. */
  async decide(tx: Tx, removal: EvidenceRemoval): Promise<boolean> {
    const { id, state, policyId, dueAt, decidedBy, decider, decidedAt, decisionReason } = removal;
    const decided = await tx.execute(
      `UPDATE evidence_removal SET state = $2, decided_by = $3, decider = $4, decided_at = $5, decision_reason = $6,
         policy_id = $7, due_at = $8
       WHERE id = $1 AND state = 'proposed'`,
      [id, state, decidedBy, decider, decidedAt, decisionReason, policyId, dueAt],
    );
    return decided === 1;
  }

  /** Empties the record of everything that came out of the bytes or was said of them; gives their digest. */
  async bury(tx: Tx, itemId: string, emptyMetadata: unknown): Promise<string> {
    await tx.execute(`DELETE FROM corroboration WHERE item_id = $1`, [itemId]);
    await tx.execute(`DELETE FROM evidence_claim WHERE item_id = $1`, [itemId]);
    // A device that has the file still may bring it again: it is not known here any more.
    await tx.execute(
      `UPDATE arrived_media SET is_first = false, device_id = NULL, name = NULL, fingerprint = NULL,
         tiny_fingerprint = NULL WHERE item_id = $1`,
      [itemId],
    );
    const buried = await tx.queryOne<{ sha256: string }>(
      `UPDATE evidence_item SET state = 'removed', title = NULL, file_name = '-', collectors = '[]', captured_at = NULL,
         captured_source = NULL, lon = NULL, lat = NULL, position_source = NULL, place = NULL, adcode = NULL,
         flags = '{}', metadata = $2 WHERE id = $1 RETURNING sha256`,
      [itemId, emptyMetadata],
    );
    if (!buried) throw new Error(`no item ${itemId}`);
    return buried.sha256;
  }

  /** Whether a record that stands, or quarantine, needs the bytes. */
  async usesBytes(tx: Tx, sha256: string): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT FROM evidence_item WHERE sha256 = $1 AND state <> 'removed'
       UNION ALL SELECT FROM evidence_quarantine WHERE sha256 = $1 LIMIT 1`,
      [sha256],
    );
    return row !== undefined;
  }
}
