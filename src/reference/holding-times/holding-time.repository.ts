import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Medium } from '../sampled.codes.js';
import { HoldingTime } from './holding-time.entity.js';
import type { HoldingTimePlace } from './holding-time.rules.js';

const HOLDING_TIMES_LOCK = 0x11_3176;
/** Of a statement: each row takes a dozen of its parameters. */
const ROWS_AT_ONCE = 1_000;

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

  /** What counts in these places, in no order. */
  async currentOf(tx: Tx, places: readonly HoldingTimePlace[]): Promise<HoldingTime[]> {
    const said = (key: keyof HoldingTimePlace) => places.map((place) => place[key]);
    return tx
      .repository(HoldingTime)
      .createQueryBuilder('h')
      .where(
        `(h.medium, h.item, h.preservation) IN (
           SELECT * FROM unnest(:media::text[], :items::text[], :preservations::text[]))`,
        { media: said('medium'), items: said('item'), preservations: said('preservation') },
      )
      .andWhere('h.supersededAt IS NULL')
      .getMany();
  }

  /** What counts, in the order of its places. */
  async all(tx: Tx): Promise<HoldingTime[]> {
    return tx
      .repository(HoldingTime)
      .createQueryBuilder('h')
      .where('h.supersededAt IS NULL')
      .orderBy('h.medium')
      .addOrderBy('h.item')
      .addOrderBy('h.preservation')
      .getMany();
  }

  async supersede(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    await tx.execute(`UPDATE holding_time SET superseded_at = $2 WHERE id = ANY ($1)`, [ids, at]);
  }

  async insert(tx: Tx, rows: readonly HoldingTime[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await tx.repository(HoldingTime).insert(rows.slice(from, from + ROWS_AT_ONCE));
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
