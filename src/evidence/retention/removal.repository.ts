import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { EvidenceRemoval } from './evidence-removal.entity.js';

/** Beside the columns of the item itself. What the log proves of a seal is its digest; that stays. */
const GOES_WITH_ITEM = [
  // Two removals of what one figure was taken off come one after the other.
  `SELECT FROM measurement WHERE items @> jsonb_build_array(jsonb_build_object('itemId', $1::text)) ORDER BY id FOR UPDATE`,
  `DELETE FROM evidence_recheck WHERE item_id = $1`,
  `DELETE FROM corroboration WHERE item_id = $1`,
  `DELETE FROM evidence_verdict WHERE item_id = $1`,
  `DELETE FROM evidence_claim WHERE item_id = $1`,
  `DELETE FROM evidence_footprint WHERE item_id = $1`,
  `DELETE FROM evidence_layer_tag WHERE item_id = $1`,
  `DELETE FROM evidence_correction WHERE item_id = $1`,
  `DELETE FROM evidence_pair WHERE before_item_id = $1 OR after_item_id = $1`,
  `DELETE FROM evidence_link WHERE item_id = $1 AND kind = 'announcement'`,
  `DELETE FROM capture_set_member WHERE item_id = $1`,
  `UPDATE evidence_seal SET record = NULL, reason = NULL,
     verdicts = (SELECT coalesce(jsonb_agg(verdict || '{"explanation": null}' ORDER BY place), '[]')
       FROM jsonb_array_elements(verdicts) WITH ORDINALITY AS v (verdict, place))
   WHERE item_id = $1`,
  // A figure that was taken off other evidence too keeps what that needs.
  `UPDATE measurement m SET title = NULL, geometry = NULL, bounds = NULL, inputs = '{}'
   WHERE m.items @> jsonb_build_array(jsonb_build_object('itemId', $1::text))
     AND NOT EXISTS (SELECT FROM jsonb_array_elements(m.items) AS one JOIN evidence_item i ON i.id = (one ->> 'itemId')::uuid
       WHERE i.id <> $1::uuid AND i.state <> 'removed')`,
  // Receipts keep digest and size; the name of a file is part of what it said.
  `UPDATE evidence_intake_file SET path = 'removed/' || item_id WHERE item_id = $1`,
  `DELETE FROM evidence_upload WHERE item_id = $1`,
  // A device that has the file still may bring it again: it is not known here any more.
  `UPDATE arrived_media SET is_first = false, device_id = NULL, name = NULL, fingerprint = NULL, tiny_fingerprint = NULL
   WHERE item_id = $1`,
];

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
    for (const statement of GOES_WITH_ITEM) await tx.execute(statement, [itemId]);
    const buried = await tx.queryOne<{ sha256: string }>(
      `UPDATE evidence_item SET state = 'removed', title = NULL, file_name = '-', collectors = '[]', captured_at = NULL,
         captured_source = NULL, lon = NULL, lat = NULL, position_source = NULL, place = NULL, adcode = NULL,
         flags = '{}', metadata = $2 WHERE id = $1 RETURNING sha256`,
      [itemId, emptyMetadata],
    );
    if (!buried) throw new Error(`no item ${itemId}`);
    return buried.sha256;
  }

  /** What bytes that go said of themselves. */
  async forgetReading(tx: Tx, sha256: string): Promise<void> {
    await tx.execute(`DELETE FROM media_reading WHERE sha256 = $1`, [sha256]);
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
