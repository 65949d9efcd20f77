import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { LegalHold } from './legal-hold.entity.js';

/** A hold with its release, where there is one. */
export interface HoldRow extends LegalHold {
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseReason: string | null;
}

const HOLD = `
  SELECT h.id, h.case_id AS "caseId", h.item_id AS "itemId", h.reason, h.ends_at AS "endsAt", h.placed_by AS "placedBy",
    h.placed_at AS "placedAt", r.released_by AS "releasedBy", r.released_at AS "releasedAt", r.reason AS "releaseReason"
  FROM legal_hold h LEFT JOIN legal_hold_release r ON r.hold_id = h.id`;

/** The only SQL on legal holds. */
@Injectable()
export class LegalHoldRepository {
  async insert(tx: Tx, hold: LegalHold): Promise<void> {
    await tx.repository(LegalHold).insert(hold);
  }

  /** False when it was released before. */
  async release(
    tx: Tx,
    {
      holdId,
      reason,
      by,
      at,
    }: { readonly holdId: string; readonly reason: string; readonly by: string; readonly at: Date },
  ): Promise<boolean> {
    const released = await tx.execute(
      `INSERT INTO legal_hold_release (hold_id, reason, released_by, released_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [holdId, reason, by, at],
    );
    return released === 1;
  }

  async find(tx: Tx, id: string): Promise<HoldRow | undefined> {
    return tx.queryOne<HoldRow>(`${HOLD} WHERE h.id = $1`, [id]);
  }

  /** On the item, or on one of the cases; the newest first, ended ones among them. */
  async list(
    tx: Tx,
    { itemId, caseIds }: { readonly itemId?: string | undefined; readonly caseIds: readonly string[] },
  ): Promise<HoldRow[]> {
    return tx.query<HoldRow>(`${HOLD} WHERE h.item_id = $1 OR h.case_id = ANY($2) ORDER BY h.id DESC`, [
      itemId ?? null,
      caseIds,
    ]);
  }

  /** Those of the items that a hold in force covers, by itself or through a case whose list they were on since it was placed. */
  async heldAmong(tx: Tx, itemIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT i.id FROM unnest($1::uuid[]) AS i (id)
       WHERE EXISTS (SELECT FROM legal_hold h
         WHERE (h.item_id = i.id OR h.case_id IN (
             SELECT c.case_id FROM case_evidence c WHERE c.item_id = i.id
             UNION ALL SELECT d.case_id FROM case_evidence_detachment d
             WHERE d.item_id = i.id AND d.detached_at >= h.placed_at))
           AND (h.ends_at IS NULL OR h.ends_at > $2)
           AND NOT EXISTS (SELECT FROM legal_hold_release r WHERE r.hold_id = h.id))`,
      [itemIds, now],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Items that stand; none of them is removed until the end of the transaction. */
  async lockItems(tx: Tx, { caseId, itemId }: Pick<LegalHold, 'caseId' | 'itemId'>): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM evidence_item
       WHERE state <> 'removed' AND (id = $1 OR id IN (SELECT item_id FROM case_evidence WHERE case_id = $2))
       ORDER BY id FOR KEY SHARE`,
      [itemId, caseId],
    );
    return rows.map(({ id }) => id);
  }
}
