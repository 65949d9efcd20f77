import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { LimitRecord } from './limit.entity.js';
import type { LimitKind } from './limit.rules.js';

/** The one advisory lock of whoever writes limits: two imports at a time would number the same versions. */
const LIMITS_LOCK = 0x11_3175;
/** A statement holds at most 65,535 values. */
const ROWS_AT_ONCE = 1_000;

export interface LimitFilter {
  readonly standard?: string | undefined;
  readonly item?: string | undefined;
  readonly kind?: LimitKind | undefined;
  readonly class?: string | undefined;
  /** Also the versions that are superseded. */
  readonly history: boolean;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The only SQL on limits. */
@Injectable()
export class LimitRepository {
  /** Until the transaction ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, 0)`, [LIMITS_LOCK]);
  }

  /** The newest version of each key that has any. */
  async newest(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, LimitRecord>> {
    const rows = await tx
      .repository(LimitRecord)
      .createQueryBuilder('l')
      .where('l.key = ANY (:keys) AND l.supersededAt IS NULL', { keys })
      .getMany();
    return new Map(rows.map((row) => [row.key, row]));
  }

  async supersede(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    await tx.execute(`UPDATE limit_row SET superseded_at = $2 WHERE id = ANY($1)`, [ids, at]);
  }

  async insert(tx: Tx, rows: readonly LimitRecord[]): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
      await tx.repository(LimitRecord).insert(rows.slice(at, at + ROWS_AT_ONCE));
  }

  async find(tx: Tx, id: string): Promise<LimitRecord | null> {
    return tx.repository(LimitRecord).findOneBy({ id });
  }

  /** What is in the tables now about these items of a standard. */
  async current(tx: Tx, standard: string, items: readonly string[]): Promise<LimitRecord[]> {
    return tx
      .repository(LimitRecord)
      .createQueryBuilder('l')
      .where('l.standard = :standard AND l.item = ANY (:items) AND l.supersededAt IS NULL', { standard, items })
      .orderBy('l.key')
      .getMany();
  }

  /** Everything that counts now, in the order of places in the standards. */
  async all(tx: Tx, { standard, kind }: Pick<LimitFilter, 'standard' | 'kind'>): Promise<LimitRecord[]> {
    const query = tx.repository(LimitRecord).createQueryBuilder('l').where('l.supersededAt IS NULL').orderBy('l.key');
    if (standard) query.andWhere('l.standard = :standard', { standard });
    if (kind) query.andWhere('l.kind = :kind', { kind });
    return query.getMany();
  }

  async list(tx: Tx, filter: LimitFilter): Promise<LimitRecord[]> {
    const { standard, item, kind, class: name, history, after, limit } = filter;
    const query = tx.repository(LimitRecord).createQueryBuilder('l').orderBy('l.id').limit(limit);
    if (!history) query.andWhere('l.supersededAt IS NULL');
    if (standard) query.andWhere('l.standard = :standard', { standard });
    if (item) query.andWhere('l.item = :item', { item });
    if (kind) query.andWhere('l.kind = :kind', { kind });
    if (name) query.andWhere('l.class = :name', { name });
    if (after) query.andWhere('l.id > :after', { after });
    return query.getMany();
  }
}
