import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export interface DjiConnectionRow {
  readonly appId: string;
  readonly appKeySealed: Buffer;
  readonly appLicenseSealed: Buffer;
  readonly brokerAddress: string;
  readonly platformName: string;
  readonly ntpHost: string;
  readonly ntpPort: number;
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const ONE = `SELECT app_id AS "appId", app_key_sealed AS "appKeySealed", app_license_sealed AS "appLicenseSealed",
    broker_address AS "brokerAddress", platform_name AS "platformName", ntp_host AS "ntpHost", ntp_port AS "ntpPort",
    version, changed_by AS "changedBy", changed_at AS "changedAt"
  FROM dji_connection`;

@Injectable()
export class DjiConnectionRepository {
  async find(tx: Tx): Promise<DjiConnectionRow | undefined> {
    return (await tx.query<DjiConnectionRow>(ONE))[0];
  }

  /** False when another version than the one before it is there by now. */
  async save(tx: Tx, row: DjiConnectionRow): Promise<boolean> {
    const saved = await tx.query(
      `INSERT INTO dji_connection AS known (app_id, app_key_sealed, app_license_sealed, broker_address, platform_name,
         ntp_host, ntp_port, version, changed_by, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (id) DO UPDATE SET app_id = $1, app_key_sealed = $2, app_license_sealed = $3, broker_address = $4,
         platform_name = $5, ntp_host = $6, ntp_port = $7, version = $8, changed_by = $9, changed_at = $10
       WHERE known.version = $8 - 1
       RETURNING version`,
      [
        row.appId,
        row.appKeySealed,
        row.appLicenseSealed,
        row.brokerAddress,
        row.platformName,
        row.ntpHost,
        row.ntpPort,
        row.version,
        row.changedBy,
        row.changedAt,
      ],
    );
    return saved.length === 1;
  }
}
