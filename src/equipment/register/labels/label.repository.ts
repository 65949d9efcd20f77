import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';

/** What a label says of a device. */
export interface LabelRow {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly unitId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly model: string;
}

/** What a scanned code tells whoever scans it. */
export interface ScannedRow {
  readonly assetCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

@Injectable()
export class LabelRepository {
  /** Those of the ids that exist, in no order. */
  async find(tx: Tx, ids: readonly string[]): Promise<LabelRow[]> {
    return tx.query<LabelRow>(
      `SELECT d.id, d.asset_code AS "assetCode", d.serial, d.unit_id AS "unitId", k.name_zh AS "nameZh",
         k.name_en AS "nameEn", d.model
       FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE d.id = ANY($1)`,
      [ids],
    );
  }

  /** By asset code, or by a label that was printed ahead: other barcodes are nobody's business who does not log in. */
  async scanned(tx: Tx, code: string): Promise<ScannedRow | undefined> {
    return tx.queryOne<ScannedRow>(
      `SELECT d.asset_code AS "assetCode", k.name_zh AS "nameZh", k.name_en AS "nameEn"
       FROM device d JOIN device_kind k ON k.id = d.kind_id
       WHERE lower(d.asset_code) = lower($1) OR d.id = (
         SELECT worn.device_id FROM blank_label l JOIN device_barcode worn ON worn.value = l.code
         WHERE l.code = $1 AND worn.released_at IS NULL)`,
      [code],
    );
  }
}
