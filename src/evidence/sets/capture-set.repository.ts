import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { CaptureSetMember } from './capture-set.entity.js';

export interface SetMemberRow {
  readonly setId: string;
  readonly itemId: string;
  readonly role: CaptureSetMember['role'];
  readonly fileName: string;
}

/** The only SQL on capture sets. */
@Injectable()
export class CaptureSetRepository {
  /** The set of that name, made when it is not there; the same for all who ask at once. */
  async setOf(tx: Tx, newId: string, scope: string, stem: string): Promise<string> {
    const row = await tx.queryOne<{ id: string }>(
      `INSERT INTO capture_set (id, scope, stem) VALUES ($1, $2, $3)
       ON CONFLICT (scope, stem) DO UPDATE SET stem = excluded.stem RETURNING id`,
      [newId, scope, stem],
    );
    if (!row) throw new Error('the set was not written');
    return row.id;
  }

  async add(tx: Tx, member: CaptureSetMember): Promise<void> {
    await tx.repository(CaptureSetMember).insert(member);
  }

  /** All files of the item's set, of those that are on one of the lists where lists are given. */
  async around(tx: Tx, itemId: string, caseIds: readonly string[]): Promise<SetMemberRow[]> {
    return tx.query<SetMemberRow>(
      `SELECT m.set_id AS "setId", m.item_id AS "itemId", m.role, i.file_name AS "fileName"
       FROM capture_set_member own JOIN capture_set_member m ON m.set_id = own.set_id
       JOIN evidence_item i ON i.id = m.item_id
       WHERE own.item_id = $1 AND (cardinality($2::uuid[]) = 0 OR EXISTS (
         SELECT 1 FROM case_evidence c WHERE c.item_id = m.item_id AND c.case_id = ANY ($2)))
       ORDER BY i.file_name, m.item_id`,
      [itemId, caseIds],
    );
  }
}
