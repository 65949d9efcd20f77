import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { CalibrationKind, CalibrationResult } from '../../equipment.codes.js';
import { SqlValues } from '../../register/pool/sql-values.js';
import { Calibration } from './calibration.entity.js';

export interface CalibrationRow {
  readonly id: string;
  readonly deviceId: string;
  readonly assetCode: string;
  readonly kind: CalibrationKind;
  readonly body: string | null;
  readonly certificateNumber: string | null;
  /** Dates in China, `YYYY-MM-DD`. */
  readonly doneOn: string;
  readonly dueOn: string;
  readonly result: CalibrationResult;
  readonly blocksBooking: boolean;
  readonly fileSha256: string | null;
  readonly recordedAt: Date;
}

export interface CalibrationFilter {
  readonly deviceId?: string;
  readonly unitId?: string;
  /** Only records whose last day is before this date. */
  readonly dueBefore?: string;
  readonly before?: string;
  readonly limit: number;
}

const SELECT = `
  SELECT c.id, c.device_id AS "deviceId", d.asset_code AS "assetCode", c.kind, c.body,
    c.certificate_number AS "certificateNumber", c.done_on::text AS "doneOn", c.due_on::text AS "dueOn", c.result,
    c.blocks_booking AS "blocksBooking", encode(c.file_sha256, 'hex') AS "fileSha256", c.recorded_at AS "recordedAt"
  FROM calibration c JOIN device d ON d.id = c.device_id`;

@Injectable()
export class CalibrationRepository {
  /** @throws a violation of `calibration_certificate_key` for a certificate already recorded */
  async insert(tx: Tx, calibration: Calibration): Promise<void> {
    await tx.repository(Calibration).insert(calibration);
  }

  async get(tx: Tx, id: string): Promise<CalibrationRow | undefined> {
    return tx.queryOne<CalibrationRow>(`${SELECT} WHERE c.id = $1`, [id]);
  }

  async list(tx: Tx, { deviceId, unitId, dueBefore, before, limit }: CalibrationFilter): Promise<CalibrationRow[]> {
    const values = new SqlValues();
    const conditions = ['true'];
    if (deviceId) conditions.push(`c.device_id = ${values.at(deviceId)}`);
    if (unitId) conditions.push(`d.unit_id = ${values.at(unitId)}`);
    if (dueBefore) conditions.push(`c.due_on < ${values.at(dueBefore)}::date`);
    if (before) conditions.push(`c.id < ${values.at(before)}`);
    return tx.query<CalibrationRow>(
      `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY c.id DESC LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  async passedAfter(tx: Tx, deviceId: string, doneOn: string): Promise<boolean> {
    const row = await tx.queryOne(
      `SELECT 1 FROM calibration WHERE device_id = $1 AND result = 'pass' AND done_on > $2::date LIMIT 1`,
      [deviceId, doneOn],
    );
    return row !== undefined;
  }

  /** The record that decided on that date in China: the latest work done by then. */
  async deciding(tx: Tx, deviceId: string, on: string): Promise<CalibrationRow | undefined> {
    return tx.queryOne<CalibrationRow>(
      `${SELECT} WHERE c.device_id = $1 AND c.blocks_booking AND c.done_on <= $2::date
       ORDER BY c.done_on DESC, c.id DESC LIMIT 1`,
      [deviceId, on],
    );
  }
}
