import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { DeviceKind } from '../pool/device-kind.entity.js';

export interface KindMember {
  readonly id: string;
  readonly assetCode: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Writing kinds. */
@Injectable()
export class KindRepository {
  /** A new kind stands last. @throws a violation of `device_kind_code_key` */
  async insert(tx: Tx, kind: Omit<DeviceKind, 'ordinal'>): Promise<void> {
    const last = await tx.queryOne<{ ordinal: number }>(`SELECT coalesce(max(ordinal), 0) AS ordinal FROM device_kind`);
    await tx.repository(DeviceKind).insert({ ...kind, ordinal: (last?.ordinal ?? 0) + 1 } as never);
  }

  /** Locks a kind that is to be changed: whoever registers a device of it waits. */
  async lock(tx: Tx, code: string): Promise<DeviceKind | null> {
    return tx.repository(DeviceKind).findOne({ where: { code }, lock: { mode: 'pessimistic_write' } });
  }

  /** Locks a kind against changes while a device of it is registered or changed. */
  async hold(tx: Tx, selector: { readonly code: string } | { readonly id: string }): Promise<DeviceKind | null> {
    return tx.repository(DeviceKind).findOne({ where: selector, lock: { mode: 'pessimistic_read' } });
  }

  async all(tx: Tx): Promise<DeviceKind[]> {
    return tx.repository(DeviceKind).find({ order: { ordinal: 'ASC', code: 'ASC' } });
  }

  /** `hold` for every kind. */
  async holdAll(tx: Tx): Promise<DeviceKind[]> {
    return tx.repository(DeviceKind).find({ order: { id: 'ASC' }, lock: { mode: 'pessimistic_read' } });
  }

  async update(tx: Tx, id: string, changes: Partial<DeviceKind>): Promise<void> {
    await tx.repository(DeviceKind).update({ id }, changes as never);
  }

  /** Devices of a kind that are not retired, by asset code, after the one given. */
  async members(tx: Tx, kindId: string, after: string, limit: number): Promise<KindMember[]> {
    return tx.query<KindMember>(
      `SELECT id, asset_code AS "assetCode", attributes FROM device
       WHERE kind_id = $1 AND state <> 'retired' AND lower(asset_code) > $2 ORDER BY lower(asset_code) LIMIT $3`,
      [kindId, after, limit],
    );
  }
}
