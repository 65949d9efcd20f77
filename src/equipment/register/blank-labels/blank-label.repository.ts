import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { SqlValues } from '../pool/sql-values.js';
import { LabelBatch } from './blank-label.entity.js';

export type LabelBatchRow = Readonly<Pick<LabelBatch, keyof LabelBatch>> & { readonly claimed: number };

/** A printed code, and the device that wears it now. */
export interface BlankLabelRow {
  readonly code: string;
  readonly ordinal: number;
  readonly deviceId: string | null;
  readonly assetCode: string | null;
}

export interface LabelFilter {
  /** Undefined: claimed or not. */
  readonly claimed?: boolean;
  /** Ordinal of the last label already shown. */
  readonly after?: number;
  readonly limit: number;
}

const WORN = `LEFT JOIN device_barcode worn ON worn.value = l.code AND worn.released_at IS NULL`;

const BATCHES = `
  SELECT b.id, b.unit_id AS "unitId", b.count, b.note, b.printed_by AS "printedBy", b.printed_by_name AS "printedByName",
    b.printed_at AS "printedAt",
    (SELECT count(worn.id)::int FROM blank_label l ${WORN} WHERE l.batch_id = b.id) AS claimed
  FROM label_batch b`;

/** Labels that were printed ahead; which device wears one is a claimed barcode. */
@Injectable()
export class BlankLabelRepository {
  async insertBatch(tx: Tx, batch: LabelBatch): Promise<void> {
    await tx.repository(LabelBatch).insert(batch);
  }

  /** Gives the ordinals of those whose code was never used. */
  async insertNew(
    tx: Tx,
    batchId: string,
    labels: readonly { readonly ordinal: number; readonly code: string }[],
  ): Promise<number[]> {
    const rows = await tx.query<{ ordinal: number }>(
      `INSERT INTO blank_label (batch_id, code, ordinal)
       SELECT $1, l.code, l.ordinal FROM unnest($2::text[], $3::integer[]) AS l (code, ordinal)
       WHERE NOT EXISTS (SELECT 1 FROM device_barcode b WHERE b.value = l.code)
       ON CONFLICT ON CONSTRAINT blank_label_pkey DO NOTHING RETURNING ordinal`,
      [batchId, labels.map(({ code }) => code), labels.map(({ ordinal }) => ordinal)],
    );
    return rows.map(({ ordinal }) => ordinal);
  }

  async batch(tx: Tx, id: string): Promise<LabelBatchRow | undefined> {
    return tx.queryOne<LabelBatchRow>(`${BATCHES} WHERE b.id = $1`, [id]);
  }

  /** Newest first. */
  async batches(
    tx: Tx,
    unitIds: readonly string[],
    before: string | undefined,
    limit: number,
  ): Promise<LabelBatchRow[]> {
    const values = new SqlValues();
    const conditions = [`b.unit_id = ANY(${values.at(unitIds)})`];
    if (before) conditions.push(`b.id < ${values.at(before)}`);
    return tx.query<LabelBatchRow>(
      `${BATCHES} WHERE ${conditions.join(' AND ')} ORDER BY b.id DESC LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** In the order of the sheet. */
  async labels(tx: Tx, batchId: string, { claimed, after, limit }: LabelFilter): Promise<BlankLabelRow[]> {
    const values = new SqlValues();
    const conditions = [`l.batch_id = ${values.at(batchId)}`];
    if (claimed !== undefined) conditions.push(`worn.id IS ${claimed ? 'NOT ' : ''}NULL`);
    if (after !== undefined) conditions.push(`l.ordinal > ${values.at(after)}`);
    return tx.query<BlankLabelRow>(
      `SELECT l.code, l.ordinal, d.id AS "deviceId", d.asset_code AS "assetCode"
       FROM blank_label l ${WORN} LEFT JOIN device d ON d.id = worn.device_id
       WHERE ${conditions.join(' AND ')} ORDER BY l.ordinal LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** The units for which codes were printed, by code. */
  async unitsOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (codes.length === 0) return new Map();
    const rows = await tx.query<{ code: string; unitId: string }>(
      `SELECT l.code, b.unit_id AS "unitId" FROM blank_label l JOIN label_batch b ON b.id = l.batch_id
       WHERE l.code = ANY($1)`,
      [codes],
    );
    return new Map(rows.map(({ code, unitId }) => [code, unitId]));
  }
}
