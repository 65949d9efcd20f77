import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { KitCategory } from '../../equipment.codes.js';
import { containing, SqlValues } from '../../register/pool/sql-values.js';
import { KitKind } from '../lots/lot.entity.js';

export interface KitRow extends Omit<KitKind, 'deviceKindId' | 'createdAt'> {
  readonly deviceKindCode: string | null;
}

export interface KitFilter {
  readonly category?: KitCategory;
  readonly deviceKindCode?: string;
  readonly words?: string;
  /** Code of the last kit already shown. */
  readonly after?: string;
  readonly limit: number;
}

export interface LotFields {
  readonly id: string;
  readonly lotNumber: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const SELECT = `
  SELECT q.id, q.code, q.name_zh AS "nameZh", q.name_en AS "nameEn", q.measure, k.code AS "deviceKindCode",
    q.open_life_days AS "openLifeDays", q.storage_min_celsius AS "storageMinCelsius",
    q.storage_max_celsius AS "storageMaxCelsius", q.category, q.contents, q.attribute_schema AS "attributeSchema",
    q.version
  FROM kit_kind q LEFT JOIN device_kind k ON k.id = q.device_kind_id`;

@Injectable()
export class KitRepository {
  /** In the order of their codes. */
  async list(tx: Tx, { category, deviceKindCode, words, after, limit }: KitFilter): Promise<KitRow[]> {
    const values = new SqlValues();
    const conditions = ['true'];
    if (category) conditions.push(`q.category = ${values.at(category)}`);
    if (deviceKindCode) conditions.push(`k.code = ${values.at(deviceKindCode)}`);
    if (words) {
      const pattern = values.at(containing(words));
      conditions.push(`(q.code ILIKE ${pattern} OR q.name_zh ILIKE ${pattern} OR q.name_en ILIKE ${pattern})`);
    }
    if (after !== undefined) conditions.push(`q.code > ${values.at(after)}`);
    return tx.query<KitRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY q.code LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  async get(tx: Tx, code: string): Promise<KitRow | undefined> {
    return tx.queryOne<KitRow>(`${SELECT} WHERE q.code = $1`, [code]);
  }

  /** @throws a violation of `kit_kind_code_key` */
  async insert(tx: Tx, kit: Readonly<KitKind>): Promise<void> {
    await tx.repository(KitKind).insert({ ...kit } as never);
  }

  /** Locks a kit that is to be changed: whoever receives a lot of it waits. */
  async lock(tx: Tx, code: string): Promise<KitKind | null> {
    return tx.repository(KitKind).findOne({ where: { code }, lock: { mode: 'pessimistic_write' } });
  }

  async update(tx: Tx, id: string, changes: Partial<KitKind>): Promise<void> {
    await tx.repository(KitKind).update({ id }, changes as never);
  }

  /** Lots of a kit that are not used up, after the one given. */
  async lots(tx: Tx, kitKindId: string, after: string | undefined, limit: number): Promise<LotFields[]> {
    return tx.query<LotFields>(
      `SELECT id, lot_number AS "lotNumber", attributes FROM lot
       WHERE kit_kind_id = $1 AND quantity_on_hand > 0 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [kitKindId, after ?? null, limit],
    );
  }
}
