import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../platform/index.js';
import { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceCorrection } from './evidence-correction.entity.js';
import { EvidenceSeal } from './evidence-seal.entity.js';

/** The only SQL on seals and corrections. */
@Injectable()
export class SealRepository {
  /** Until the transaction ends nobody else seals it or adds a claim. In the order of ids, so that two batches cannot wait for each other. */
  async lockItems(tx: Tx, itemIds: readonly string[]): Promise<EvidenceItem[]> {
    return tx
      .repository(EvidenceItem)
      .createQueryBuilder('i')
      .setLock('pessimistic_write')
      .where('i.id = ANY(:itemIds)', { itemIds })
      .orderBy('i.id', 'ASC')
      .getMany();
  }

  /** Of these the oldest that are not sealed. */
  async unsealed(tx: Tx, itemIds: readonly string[], limit: number): Promise<string[]> {
    const items = await tx.repository(EvidenceItem).find({
      where: { id: In([...itemIds]), state: 'received' },
      select: { id: true },
      order: { id: 'ASC' },
      take: limit,
    });
    return items.map(({ id }) => id);
  }

  async seal(tx: Tx, seal: EvidenceSeal): Promise<void> {
    await tx.repository(EvidenceSeal).insert(seal as never);
    await tx.repository(EvidenceItem).update({ id: seal.itemId }, { state: 'sealed' });
  }

  async ofItem(tx: Tx, itemId: string): Promise<EvidenceSeal | null> {
    return tx.repository(EvidenceSeal).findOneBy({ itemId });
  }

  async correct(tx: Tx, correction: EvidenceCorrection): Promise<void> {
    await tx.repository(EvidenceCorrection).insert(correction as never);
  }

  /** Oldest first. */
  async correctionsOf(tx: Tx, itemId: string): Promise<EvidenceCorrection[]> {
    return tx.repository(EvidenceCorrection).find({ where: { itemId }, order: { id: 'ASC' } });
  }
}
