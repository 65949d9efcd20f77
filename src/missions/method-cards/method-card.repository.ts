import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { MethodCard } from './method-card.entity.js';

const CARDS_LOCK = 0x3e_7c;

export interface CardFilter {
  readonly kit?: string | undefined;
  readonly deviceKind?: string | undefined;
  readonly history: boolean;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The only SQL on method cards. */
@Injectable()
export class MethodCardRepository {
  /** Until the transaction ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, 0)`, [CARDS_LOCK]);
  }

  async find(tx: Tx, id: string): Promise<MethodCard | null> {
    return tx.repository(MethodCard).findOneBy({ id });
  }

  async current(tx: Tx, code: string): Promise<MethodCard | null> {
    return tx
      .repository(MethodCard)
      .createQueryBuilder('c')
      .where('c.code = :code AND c.supersededAt IS NULL', { code })
      .getOne();
  }

  /** Everything that serves an instrument of this kind, or any. */
  async ofKind(tx: Tx, deviceKindCode: string): Promise<MethodCard[]> {
    return tx
      .repository(MethodCard)
      .createQueryBuilder('c')
      .where('(c.deviceKindCode IS NULL OR c.deviceKindCode = :deviceKindCode) AND c.supersededAt IS NULL', {
        deviceKindCode,
      })
      .orderBy('c.code')
      .getMany();
  }

  async supersede(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE method_card SET superseded_at = $2 WHERE id = $1`, [id, at]);
  }

  async insert(tx: Tx, card: MethodCard): Promise<void> {
    await tx.repository(MethodCard).insert(card);
  }

  async list(tx: Tx, { kit, deviceKind, history, after, limit }: CardFilter): Promise<MethodCard[]> {
    const query = tx.repository(MethodCard).createQueryBuilder('c').orderBy('c.id').limit(limit);
    if (!history) query.andWhere('c.supersededAt IS NULL');
    if (kit) query.andWhere('c.kitCode = :kit', { kit });
    if (deviceKind) query.andWhere('c.deviceKindCode = :deviceKind', { deviceKind });
    if (after) query.andWhere('c.id > :after', { after });
    return query.getMany();
  }
}
