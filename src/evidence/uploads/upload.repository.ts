import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { EvidenceUpload } from './evidence-upload.entity.js';

/** The only SQL on resumable uploads. */
@Injectable()
export class UploadRepository {
  async insert(tx: Tx, upload: EvidenceUpload): Promise<void> {
    await tx.repository(EvidenceUpload).insert(upload as never);
  }

  async findOwn(tx: Tx, id: string, uploadedBy: string): Promise<EvidenceUpload | null> {
    return tx.repository(EvidenceUpload).findOneBy({ id, uploadedBy });
  }

  async countOpen(tx: Tx, uploadedBy: string): Promise<number> {
    return tx.repository(EvidenceUpload).countBy({ uploadedBy, state: 'open' });
  }

  /** What became of it is said once; false when that was said before. */
  async close(
    tx: Tx,
    id: string,
    outcome: Pick<EvidenceUpload, 'state' | 'itemId' | 'refusal' | 'expiresAt'>,
  ): Promise<boolean> {
    const { affected } = await tx.repository(EvidenceUpload).update({ id, state: 'open' }, outcome as never);
    return affected === 1;
  }

  /** It got a piece; never earlier than it was. */
  async prolong(tx: Tx, id: string, expiresAt: Date): Promise<void> {
    await tx.execute(
      `UPDATE evidence_upload SET expires_at = greatest(expires_at, $2) WHERE id = $1 AND state = 'open'`,
      [id, expiresAt],
    );
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.repository(EvidenceUpload).delete({ id });
  }

  /** One that gets a piece meanwhile stays. */
  async removeExpired(tx: Tx, before: Date): Promise<void> {
    await tx.execute(`DELETE FROM evidence_upload WHERE expires_at < $1`, [before]);
  }

  /** Those of `ids` that may still grow. */
  async open(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM evidence_upload WHERE id::text = ANY ($1) AND state = 'open'`,
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
