import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { EvidenceLinkKind } from '../evidence.codes.js';
import { EvidenceLink } from './evidence-link.entity.js';

/** The only SQL on links. */
@Injectable()
export class EvidenceLinkRepository {
  /** False when the two are linked already. */
  async insertIfNew(tx: Tx, link: EvidenceLink): Promise<boolean> {
    const { id, itemId, kind, refId, snapshot, linkedAt, linkedBy } = link;
    const added = await tx.execute(
      `INSERT INTO evidence_link (id, item_id, kind, ref_id, snapshot, linked_at, linked_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ON CONSTRAINT evidence_link_key DO NOTHING`,
      [id, itemId, kind, refId, snapshot, linkedAt, linkedBy],
    );
    return added === 1;
  }

  async ofItem(tx: Tx, itemId: string): Promise<EvidenceLink[]> {
    return tx.repository(EvidenceLink).find({ where: { itemId }, order: { linkedAt: 'ASC', id: 'ASC' } });
  }

  /** Items that hang together with a record. */
  async itemsOf(tx: Tx, kind: EvidenceLinkKind, refId: string): Promise<string[]> {
    const links = await tx
      .repository(EvidenceLink)
      .find({ where: { kind, refId }, select: { itemId: true }, order: { id: 'ASC' } });
    return links.map(({ itemId }) => itemId);
  }
}
