import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { RetentionPolicy } from './retention-policy.entity.js';

export interface ListedCase {
  readonly itemId: string;
  readonly caseId: string;
  /** Now, not only once. */
  readonly isListed: boolean;
}

/** The only SQL on policies and on when cases were closed. */
@Injectable()
export class RetentionRepository {
  async insertPolicy(tx: Tx, policy: RetentionPolicy): Promise<void> {
    await tx.repository(RetentionPolicy).insert(policy);
  }

  async policies(tx: Tx): Promise<RetentionPolicy[]> {
    return tx.repository(RetentionPolicy).find({ order: { id: 'DESC' } });
  }

  async policiesInForce(tx: Tx, now: Date): Promise<RetentionPolicy[]> {
    return tx
      .repository(RetentionPolicy)
      .createQueryBuilder('p')
      .where('p.endedAt IS NULL AND p.validFrom <= :now', { now })
      .getMany();
  }

  async findPolicy(tx: Tx, id: string): Promise<RetentionPolicy | null> {
    return tx.repository(RetentionPolicy).findOneBy({ id });
  }

  /** False when it has ended already. One that was to begin later ends as it begins. */
  async endPolicy(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
    const ended = await tx.execute(
      `UPDATE retention_policy SET ended_at = greatest($2, valid_from), ended_by = $3 WHERE id = $1 AND ended_at IS NULL`,
      [id, at, by],
    );
    return ended === 1;
  }

  /** What is closed now, and is not any more. */
  async noteClosures(tx: Tx, closedIds: readonly string[], at: Date): Promise<void> {
    await tx.execute(`DELETE FROM case_closure WHERE case_id <> ALL($1)`, [closedIds]);
    await tx.execute(
      `INSERT INTO case_closure (case_id, closed_at) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING`,
      [closedIds, at],
    );
  }

  async closuresOf(tx: Tx, caseIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await tx.query<{ caseId: string; closedAt: Date }>(
      `SELECT case_id AS "caseId", closed_at AS "closedAt" FROM case_closure WHERE case_id = ANY($1)`,
      [caseIds],
    );
    return new Map(rows.map(({ caseId, closedAt }) => [caseId, closedAt]));
  }

  /** Every case on whose list the items are, or ever were. */
  async casesOf(tx: Tx, itemIds: readonly string[]): Promise<ListedCase[]> {
    return tx.query<ListedCase>(
      `SELECT item_id AS "itemId", case_id AS "caseId", bool_or(is_listed) AS "isListed" FROM (
         SELECT item_id, case_id, true AS is_listed FROM case_evidence WHERE item_id = ANY ($1)
         UNION ALL SELECT item_id, case_id, false FROM case_evidence_detachment WHERE item_id = ANY ($1)) AS listing
       GROUP BY item_id, case_id`,
      [itemIds],
    );
  }

  /** Items within reach all of whose cases, former ones among them, are closed; by id, from after `after`. What a rule says of them is decided elsewhere. */
  async candidates(
    tx: Tx,
    { unitIds, caseIds }: AccessScope,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT i.id FROM evidence_item i
       WHERE i.id > $3 AND i.state <> 'removed'
         AND EXISTS (SELECT FROM case_evidence c WHERE c.item_id = i.id)
         AND NOT EXISTS (SELECT FROM case_evidence c WHERE c.item_id = i.id
           AND NOT EXISTS (SELECT FROM case_closure k WHERE k.case_id = c.case_id))
         AND NOT EXISTS (SELECT FROM case_evidence_detachment d WHERE d.item_id = i.id
           AND NOT EXISTS (SELECT FROM case_closure k WHERE k.case_id = d.case_id))
         AND (i.unit_id = ANY($1) OR EXISTS (SELECT FROM case_evidence c
           WHERE c.item_id = i.id AND (c.unit_id = ANY($1) OR c.case_id = ANY($2))))
       ORDER BY i.id LIMIT $4`,
      [unitIds, caseIds, after, limit],
    );
    return rows.map(({ id }) => id);
  }
}
