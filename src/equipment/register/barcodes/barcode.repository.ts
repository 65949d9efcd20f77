import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { DeviceBarcode } from './device-barcode.entity.js';

export type BarcodeRow = Readonly<Pick<DeviceBarcode, keyof DeviceBarcode>>;

/** Barcodes that are claimed, and those that were. */
@Injectable()
export class BarcodeRepository {
  /** @throws a violation of `device_barcode_value_key` */
  async insert(tx: Tx, barcode: BarcodeRow): Promise<void> {
    await tx.repository(DeviceBarcode).insert(barcode);
  }

  /** The device that a value names already: as a claimed barcode, or as another device's asset code or serial. */
  async wearer(tx: Tx, value: string, deviceId: string): Promise<{ id: string; assetCode: string } | undefined> {
    return tx.queryOne(
      `SELECT d.id, d.asset_code AS "assetCode" FROM device d
       WHERE d.id = (SELECT device_id FROM device_barcode WHERE value = $1 AND released_at IS NULL)
         OR (d.id <> $2 AND (lower(d.asset_code) = lower($1) OR lower(d.serial) = lower($1)))
       ORDER BY lower(d.asset_code) LIMIT 1`,
      [value, deviceId],
    );
  }

  /** False when the device wears no such barcode now. */
  async release(tx: Tx, deviceId: string, id: string, at: Date): Promise<boolean> {
    const touched = await tx.execute(
      `UPDATE device_barcode SET released_at = $3, released_by = $4, released_by_name = $5
       WHERE device_id = $1 AND id = $2 AND released_at IS NULL`,
      [deviceId, id, at, tx.actor.id, tx.actor.name],
    );
    return touched === 1;
  }

  /** Newest first, also those that were released. */
  async history(tx: Tx, deviceId: string, before: string | undefined, limit: number): Promise<BarcodeRow[]> {
    const query = tx.repository(DeviceBarcode).createQueryBuilder('b').where('b.deviceId = :deviceId', { deviceId });
    if (before !== undefined) query.andWhere('b.id < :before', { before });
    return query.orderBy('b.id', 'DESC').take(limit).getMany();
  }

  /** What the devices wear now, oldest first. */
  async wornBy(tx: Tx, deviceIds: readonly string[]): Promise<{ readonly deviceId: string; readonly value: string }[]> {
    if (deviceIds.length === 0) return [];
    return tx.query(
      `SELECT device_id AS "deviceId", value FROM device_barcode WHERE device_id = ANY($1) AND released_at IS NULL
       ORDER BY id`,
      [deviceIds],
    );
  }

  /** The same by device. */
  async valuesOf(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const values = new Map<string, string[]>();
    for (const { deviceId, value } of await this.wornBy(tx, deviceIds))
      values.set(deviceId, [...(values.get(deviceId) ?? []), value]);
    return values;
  }

  /** @throws a violation of `device_barcode_value_key` or `device_barcode_of_code` */
  async insertAll(tx: Tx, barcodes: readonly BarcodeRow[]): Promise<void> {
    await tx.repository(DeviceBarcode).insert(barcodes.map((barcode) => ({ ...barcode })));
  }

  async releaseValues(
    tx: Tx,
    worn: readonly { readonly deviceId: string; readonly value: string }[],
    at: Date,
  ): Promise<void> {
    await tx.execute(
      `UPDATE device_barcode b SET released_at = $3, released_by = $4, released_by_name = $5
       FROM unnest($1::uuid[], $2::text[]) AS worn (device_id, value)
       WHERE b.device_id = worn.device_id AND b.value = worn.value AND b.released_at IS NULL`,
      [worn.map(({ deviceId }) => deviceId), worn.map(({ value }) => value), at, tx.actor.id, tx.actor.name],
    );
  }
}
