import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import { containing } from '../../register/pool/sql-values.js';
import { type CardRecord, MediaCard, MediaEntry, MediaSeal, MediaSealPhoto } from './media.entity.js';
import type { CardState } from './media.rules.js';

export interface CardFilter {
  readonly scope: AccessScope;
  readonly unitId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly state?: CardState | undefined;
  readonly mine?: boolean | undefined;
  readonly words?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Cards, their seals and their chain of custody. */
@Injectable()
export class MediaRepository {
  /** @throws a violation of `media_card_code_key` for a code that another card has */
  async insert(tx: Tx, card: CardRecord): Promise<void> {
    await tx.repository(MediaCard).insert(card);
  }

  async get(tx: Tx, id: string): Promise<CardRecord | null> {
    return tx.repository(MediaCard).findOneBy({ id });
  }

  async lock(tx: Tx, id: string): Promise<CardRecord | null> {
    return tx.repository(MediaCard).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Those in a device or in a part of it, locked in the order of their ids. */
  async lockAboard(tx: Tx, deviceId: string): Promise<CardRecord[]> {
    return tx
      .repository(MediaCard)
      .createQueryBuilder('c')
      .setLock('pessimistic_write')
      .where('c.deviceId IN (SELECT d.id FROM device d WHERE d.id = :deviceId OR d.part_of_id = :deviceId)', {
        deviceId,
      })
      .orderBy('c.id', 'ASC')
      .getMany();
  }

  async update(tx: Tx, id: string, changes: Partial<CardRecord>): Promise<void> {
    await tx.repository(MediaCard).update({ id }, changes);
  }

  /** Newest first. */
  async list(tx: Tx, filter: CardFilter): Promise<CardRecord[]> {
    const { scope, unitId, deviceId, state, mine, words, before, limit } = filter;
    const query = tx
      .repository(MediaCard)
      .createQueryBuilder('c')
      .where('(c.unitId = ANY (:unitIds) OR c.holderId = :userId OR c.caseId = ANY (:caseIds))', scope)
      .orderBy('c.id', 'DESC')
      .limit(limit);
    if (unitId) query.andWhere('c.unitId = :unitId', { unitId });
    if (deviceId) query.andWhere('c.deviceId = :deviceId', { deviceId });
    if (state) query.andWhere('c.state = :state', { state });
    if (mine) query.andWhere('c.holderId = :userId', scope);
    if (words) query.andWhere('c.code ILIKE :pattern', { pattern: containing(words) });
    if (before) query.andWhere('c.id < :before', { before });
    return query.getMany();
  }

  async addEntry(tx: Tx, entry: MediaEntry): Promise<void> {
    await tx.repository(MediaEntry).insert(entry as never);
  }

  /** In the order of time. */
  async entries(tx: Tx, cardId: string, after: string | undefined, limit: number): Promise<MediaEntry[]> {
    const query = tx
      .repository(MediaEntry)
      .createQueryBuilder('e')
      .where('e.cardId = :cardId', { cardId })
      .orderBy('e.id', 'ASC')
      .limit(limit);
    if (after) query.andWhere('e.id > :after', { after });
    return query.getMany();
  }

  /** @throws a violation of `media_seal_seal_number_key` for a number that was used before */
  async insertSeal(tx: Tx, seal: MediaSeal, photos: readonly MediaSealPhoto[]): Promise<void> {
    await tx.repository(MediaSeal).insert(seal);
    await tx.repository(MediaSealPhoto).insert([...photos]);
  }

  async sealOf(tx: Tx, { id, generation }: CardRecord): Promise<MediaSeal | null> {
    return tx.repository(MediaSeal).findOneBy({ cardId: id, generation });
  }

  async photosOf(tx: Tx, sealId: string): Promise<MediaSealPhoto[]> {
    return tx.repository(MediaSealPhoto).find({ where: { sealId }, order: { taken: 'DESC', fileId: 'ASC' } });
  }

  /** The cards on whose seals a photo is. */
  async cardsShowing(tx: Tx, fileId: string): Promise<CardRecord[]> {
    return tx
      .repository(MediaCard)
      .createQueryBuilder('c')
      .innerJoin(MediaSeal, 's', 's.cardId = c.id')
      .innerJoin(MediaSealPhoto, 'p', 'p.sealId = s.id')
      .where('p.fileId = :fileId', { fileId })
      .getMany();
  }
}
