import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { SqlValues, containing } from '../pool/sql-values.js';
import { BookingBundle, Bundle, BundleItem } from './bundle.entity.js';
import type { ItemFacts } from './bundle.rules.js';

export interface ItemRow extends ItemFacts {
  readonly assetCode: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
}

export interface BundleRow {
  readonly id: string;
  readonly unitId: string;
  readonly name: string;
  readonly description: string | null;
  readonly version: number;
  readonly items: readonly ItemRow[];
}

export interface BundleFilter {
  readonly unitId?: string;
  readonly words?: string;
  readonly before?: string;
  readonly limit: number;
}

const SELECT = `
  SELECT b.id, b.unit_id AS "unitId", b.name, b.description, b.version,
    coalesce((SELECT json_agg(json_build_object(
        'id', i.id, 'label', i.label, 'required', i.is_required, 'deviceId', i.device_id, 'assetCode', d.asset_code,
        'kindCode', CASE WHEN i.device_id IS NULL THEN k.code END, 'nameZh', k.name_zh, 'nameEn', k.name_en,
        'quantity', i.quantity, 'capabilities', i.capabilities) ORDER BY i.ordinal)
      FROM bundle_item i LEFT JOIN device d ON d.id = i.device_id
        JOIN device_kind k ON k.id = coalesce(i.kind_id, d.kind_id)
      WHERE i.bundle_id = b.id), '[]') AS items
  FROM bundle b`;

/** The only SQL on bundles. */
@Injectable()
export class BundleRepository {
  async list(tx: Tx, { unitId, words, before, limit }: BundleFilter): Promise<BundleRow[]> {
    const values = new SqlValues();
    const conditions = ['b.withdrawn_at IS NULL'];
    if (unitId) conditions.push(`b.unit_id = ${values.at(unitId)}`);
    if (words) conditions.push(`b.name ILIKE ${values.at(containing(words))}`);
    if (before) conditions.push(`b.id < ${values.at(before)}`);
    return tx.query<BundleRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY b.id DESC LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** One that is not withdrawn. */
  async get(tx: Tx, id: string): Promise<BundleRow | undefined> {
    return tx.queryOne<BundleRow>(`${SELECT} WHERE b.id = $1 AND b.withdrawn_at IS NULL`, [id]);
  }

  /** Locked against changes while it is booked, or for a change itself. */
  async lock(tx: Tx, id: string, mode: 'share' | 'update'): Promise<BundleRow | undefined> {
    await tx.query(`SELECT id FROM bundle WHERE id = $1 FOR ${mode === 'share' ? 'SHARE' : 'UPDATE'}`, [id]);
    return this.get(tx, id);
  }

  /** @throws a violation of `bundle_name_key` */
  async insert(tx: Tx, bundle: Bundle): Promise<void> {
    await tx.repository(Bundle).insert(bundle);
  }

  /** @throws a violation of `bundle_name_key` */
  async update(tx: Tx, id: string, changes: Partial<Bundle>): Promise<void> {
    await tx.repository(Bundle).update({ id }, changes);
  }

  async replaceItems(tx: Tx, bundleId: string, items: readonly BundleItem[]): Promise<void> {
    await tx.repository(BundleItem).delete({ bundleId });
    await tx.repository(BundleItem).insert([...items]);
  }

  /** Notes that a booking was made of a bundle. */
  async book(tx: Tx, booked: BookingBundle): Promise<void> {
    await tx.repository(BookingBundle).insert(booked);
  }
}
