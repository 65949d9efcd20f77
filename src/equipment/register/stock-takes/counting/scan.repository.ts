import { Injectable } from '@nestjs/common';
import type { Position } from '../../../../geo/index.js';
import type { Tx } from '../../../../platform/index.js';
import { SqlValues } from '../../pool/sql-values.js';
import { type StockTakeScan, StockTakeScanFile } from './count.entity.js';
import type { ScanRow } from '../stock-take-row.js';
import type { ScanResult } from '../stock-take.rules.js';

export interface NewScan extends Omit<StockTakeScan, 'position'> {
  readonly position: Position | null;
  readonly photoIds: readonly string[];
}

export interface ScanFilter {
  readonly result?: ScanResult;
  readonly before?: string;
  readonly limit: number;
}

const SELECT = `
  SELECT s.id, s.device_id AS "deviceId", s.code, s.result, s.reason, s.position[0] AS lon, s.position[1] AS lat, s.note,
    s.scanned_by AS "scannedBy", s.scanned_by_name AS "scannedByName", s.scanned_at AS "scannedAt",
    s.recorded_at AS "recordedAt",
    coalesce((SELECT json_agg(f.file_id ORDER BY f.file_id) FROM stock_take_scan_file f WHERE f.scan_id = s.id), '[]')
      AS "photoIds",
    d.asset_code AS "assetCode", k.name_zh AS "nameZh", k.name_en AS "nameEn", d.unit_id AS "unitId"
  FROM stock_take_scan s
  LEFT JOIN device d ON d.id = s.device_id
  LEFT JOIN device_kind k ON k.id = d.kind_id`;

/** Scans: the first of each thing, never changed. They are their own audit: who, when, where, in one row. */
@Injectable()
export class ScanRepository {
  /** False when the thing was scanned before; a scan that runs at the same moment is waited for. */
  async add(tx: Tx, scan: NewScan): Promise<boolean> {
    const { id, stockTakeId, deviceId, code, result, reason, position, note } = scan;
    const { scannedBy, scannedByName, scannedAt, recordedAt, photoIds } = scan;
    const added = await tx.execute(
      `INSERT INTO stock_take_scan
         (id, stock_take_id, device_id, code, result, reason, position, note, scanned_by, scanned_by_name, scanned_at,
          recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, point($7, $8), $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
      [
        id,
        stockTakeId,
        deviceId,
        code,
        result,
        reason,
        position?.lon ?? null,
        position?.lat ?? null,
        note,
        scannedBy,
        scannedByName,
        scannedAt,
        recordedAt,
      ],
    );
    if (added === 0) return false;
    if (photoIds.length > 0)
      await tx.repository(StockTakeScanFile).insert(photoIds.map((fileId) => ({ scanId: id, fileId })));
    return true;
  }

  /** The scan of a device, or of a code that no device has. */
  async first(
    tx: Tx,
    stockTakeId: string,
    { deviceId, code }: { deviceId: string | null; code: string },
  ): Promise<ScanRow | undefined> {
    return deviceId === null
      ? tx.queryOne(`${SELECT} WHERE s.stock_take_id = $1 AND s.device_id IS NULL AND lower(s.code) = lower($2)`, [
          stockTakeId,
          code,
        ])
      : tx.queryOne(`${SELECT} WHERE s.stock_take_id = $1 AND s.device_id = $2`, [stockTakeId, deviceId]);
  }

  /** Newest first. */
  async list(tx: Tx, stockTakeId: string, { result, before, limit }: ScanFilter): Promise<ScanRow[]> {
    const values = new SqlValues();
    const conditions = [`s.stock_take_id = ${values.at(stockTakeId)}`];
    if (result) conditions.push(`s.result = ${values.at(result)}`);
    if (before) conditions.push(`s.id < ${values.at(before)}`);
    return tx.query<ScanRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY s.id DESC LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** Whether a device is on the frozen list, and whether somebody has signed for it. */
  async situationOf(tx: Tx, stockTakeId: string, deviceId: string): Promise<{ isExpected: boolean; isOut: boolean }> {
    const row = await tx.queryOne<{ isExpected: boolean; isOut: boolean }>(
      `SELECT
         EXISTS (SELECT 1 FROM stock_take_item i WHERE i.stock_take_id = $1 AND i.device_id = d.id) AS "isExpected",
         EXISTS (SELECT 1 FROM custody c WHERE c.device_id = coalesce(d.part_of_id, d.id) AND c.returned_at IS NULL) AS "isOut"
       FROM device d WHERE d.id = $2`,
      [stockTakeId, deviceId],
    );
    return row ?? { isExpected: false, isOut: false };
  }

  /** Units and people of the stock-takes to whose scans a file is attached. */
  async stockTakesShowing(tx: Tx, fileId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT s.stock_take_id AS id FROM stock_take_scan_file f JOIN stock_take_scan s ON s.id = f.scan_id
       WHERE f.file_id = $1`,
      [fileId],
    );
    return rows.map(({ id }) => id);
  }
}
