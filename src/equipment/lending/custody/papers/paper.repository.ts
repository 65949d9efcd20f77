import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/index.js';
import { CustodyPhoto } from './custody-photo.entity.js';
import { CustodySignature } from './custody-signature.entity.js';

/** What was signed and photographed as a device changed hands. Rows are only ever added. */
@Injectable()
export class PaperRepository {
  async insertSignatures(tx: Tx, signatures: readonly CustodySignature[]): Promise<void> {
    if (signatures.length > 0) await tx.repository(CustodySignature).insert([...signatures]);
  }

  async insertPhotos(tx: Tx, photos: readonly CustodyPhoto[]): Promise<void> {
    if (photos.length === 0) return;
    // A device that is offered twice may be shown by the same picture.
    await tx
      .repository(CustodyPhoto)
      .createQueryBuilder()
      .insert()
      .values([...photos])
      .orIgnore()
      .execute();
  }

  async photosOf(tx: Tx, custodyId: string): Promise<CustodyPhoto[]> {
    return tx.repository(CustodyPhoto).find({ where: { custodyId }, order: { attachedAt: 'ASC', fileId: 'ASC' } });
  }

  /** The custodies a photo is attached to. */
  async custodiesShowing(tx: Tx, fileId: string): Promise<string[]> {
    const rows = await tx.repository(CustodyPhoto).find({ where: { fileId }, select: { custodyId: true } });
    return rows.map(({ custodyId }) => custodyId);
  }

  /** In the order they were given, those included by which the device came from the hand before. */
  async signaturesOf(tx: Tx, custodyId: string): Promise<CustodySignature[]> {
    return tx
      .repository(CustodySignature)
      .createQueryBuilder('s')
      .where('s.custodyId = :custodyId', { custodyId })
      .orWhere('s.handOverId = (SELECT h.id FROM hand_over h WHERE h.next_custody_id = :custodyId)')
      .orderBy('s.signedAt', 'ASC')
      .addOrderBy('s.id', 'ASC')
      .getMany();
  }
}
