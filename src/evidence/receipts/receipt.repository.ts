import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** Whose receipts somebody may know of. */
export interface ReceiptReach {
  readonly unitIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly userId: string;
}

@Injectable()
export class ReceiptRepository {
  /**
   * Those of the digests under which an item came in: for one of the units, by somebody of theirs, by the person, or
   * for one of the cases.
   */
  async receivedAmong(tx: Tx, sha256s: readonly string[], reach: ReceiptReach): Promise<string[]> {
    const rows = await tx.query<{ sha256: string }>(
      `SELECT DISTINCT i.sha256 FROM evidence_item i
       WHERE i.sha256 = ANY($1) AND (
         i.unit_id = ANY($2) OR i.uploaded_by = $4 OR i.uploader->>'unitId' = ANY($3)
         OR EXISTS (SELECT 1 FROM case_evidence c
           WHERE c.item_id = i.id AND (c.unit_id = ANY($2) OR c.case_id = ANY($5))))`,
      [sha256s, reach.unitIds, reach.unitIds, reach.userId, reach.caseIds],
    );
    return rows.map(({ sha256 }) => sha256);
  }
}
