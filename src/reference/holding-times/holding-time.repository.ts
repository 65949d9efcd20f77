import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Medium } from '../sampled.codes.js';
import { HoldingTime } from './holding-time.entity.js';

const HOLDING_TIMES_LOCK = 0x11_3176;

export interface HoldingTimePlace {
  readonly medium: Medium;
  readonly item: string;
  readonly preservation: string;
}

export interface HoldingTimeFilter {
  readonly medium?: Medium | undefined;
  readonly item?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The only SQL on holding times. */
@Injectable()
export class HoldingTimeRepository {
  /** Until the transaction ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, 0)`, [HOLDING_TIMES_LOCK]);
  }

  async current(tx: Tx, place: HoldingTimePlace): Promise<HoldingTime | null> {
    return tx
      .repository(HoldingTime)
      .createQueryBuilder('h')
      .where('h.medium = :medium AND h.item = :item AND h.preservation = :preservation', place)
      .andWhere('h.supersededAt IS NULL')
      .getOne();
  }

  async supersede(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE holding_time SET superseded_at = $2 WHERE id = $1`, [id, at]);
  }

  async insert(tx: Tx, row: HoldingTime): Promise<void> {
    await tx.repository(HoldingTime).insert(row);
  }

  async list(tx: Tx, { medium, item, after, limit }: HoldingTimeFilter): Promise<HoldingTime[]> {
    const query = tx
      .repository(HoldingTime)
      .createQueryBuilder('h')
      .where('h.supersededAt IS NULL')
      .orderBy('h.id')
      .limit(limit);
    if (medium) query.andWhere('h.medium = :medium', { medium });
    if (item) query.andWhere('h.item = :item', { item });
    if (after) query.andWhere('h.id > :after', { after });
    return query.getMany();
  }
}
