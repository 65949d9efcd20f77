import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { HealthWarning } from '../dialects/device-events.js';
import type { JsonObject } from '../sample.js';

export interface HealthMessage {
  readonly id: string;
  readonly gatewayId: string;
  readonly deviceId: string;
  readonly code: string;
  readonly level: number | null;
  readonly module: number | null;
  readonly isInTheSky: boolean;
  readonly isImminent: boolean;
  readonly deviceType: string | null;
  readonly args: JsonObject;
  readonly openedAt: Date;
  readonly lastReportedAt: Date;
  readonly clearedAt: Date | null;
}

export interface OpenWarning {
  readonly identity: string;
  readonly deviceId: string;
  readonly code: string;
  readonly level: number | null;
}

const MESSAGES = `
  SELECT id, gateway_id AS "gatewayId", device_id AS "deviceId", code, level, module, is_in_the_sky AS "isInTheSky",
    is_imminent AS "isImminent", device_type AS "deviceType", args, opened_at AS "openedAt",
    last_reported_at AS "lastReportedAt", cleared_at AS "clearedAt"
  FROM device_health_message`;

@Injectable()
export class HealthRepository {
  /** Takes the gateway's turn until the end of the transaction. False when a newer list was taken before. */
  async advance(tx: Tx, gatewayId: string, at: Date, receivedAt: Date): Promise<boolean> {
    const advanced = await tx.query(
      `INSERT INTO device_health_report AS known (gateway_id, reported_at, received_at) VALUES ($1, $2, $3)
       ON CONFLICT (gateway_id) DO UPDATE SET reported_at = $2, received_at = $3 WHERE known.reported_at <= $2
       RETURNING gateway_id`,
      [gatewayId, at, receivedAt],
    );
    return advanced.length === 1;
  }

  async open(tx: Tx, gatewayId: string): Promise<OpenWarning[]> {
    return tx.query<OpenWarning>(
      `SELECT identity, device_id AS "deviceId", code, level FROM device_health_message
       WHERE gateway_id = $1 AND cleared_at IS NULL`,
      [gatewayId],
    );
  }

  /** Begins the warning; one that is open already is told again. */
  async report(
    tx: Tx,
    about: { readonly gatewayId: string; readonly deviceId: string; readonly identity: string; readonly at: Date },
    warning: HealthWarning,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO device_health_message (id, gateway_id, device_id, identity, code, level, module, is_in_the_sky,
         is_imminent, device_type, args, opened_at, last_reported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $12)
       ON CONFLICT (gateway_id, identity) WHERE cleared_at IS NULL DO UPDATE SET device_id = $3, level = $6, module = $7,
         is_in_the_sky = $8, is_imminent = $9, args = $11::jsonb, last_reported_at = $12`,
      [
        newId(),
        about.gatewayId,
        about.deviceId,
        about.identity,
        warning.code,
        warning.level,
        warning.module,
        warning.isInTheSky,
        warning.isImminent,
        warning.deviceType,
        JSON.stringify(warning.args),
        about.at,
      ],
    );
  }

  async clear(tx: Tx, gatewayId: string, identities: readonly string[], at: Date): Promise<void> {
    await tx.execute(
      `UPDATE device_health_message SET cleared_at = $3
       WHERE gateway_id = $1 AND identity = ANY ($2::text[]) AND cleared_at IS NULL`,
      [gatewayId, identities, at],
    );
  }

  /** When it, or the gateway it flies behind now, last told; null: never, which is not the same as without warnings. */
  async lastReport(tx: Tx, deviceId: string): Promise<Date | null> {
    const row = await tx.queryOne<{ at: Date | null }>(
      `SELECT max(r.reported_at) AS at FROM device_health_report r
       LEFT JOIN device_topology t ON t.gateway_id = r.gateway_id AND t.aircraft_id = $1 AND t.unpaired_at IS NULL
       WHERE r.gateway_id = $1 OR r.reported_at >= t.paired_at`,
      [deviceId],
    );
    return row?.at ?? null;
  }

  /** About the device, newest first. */
  async list(
    tx: Tx,
    deviceId: string,
    isOpen: boolean | undefined,
    before: string | undefined,
    limit: number,
  ): Promise<HealthMessage[]> {
    return tx.query<HealthMessage>(
      `${MESSAGES} WHERE device_id = $1 AND ($2::boolean IS NULL OR (cleared_at IS NULL) = $2)
         AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [deviceId, isOpen ?? null, before ?? null, limit],
    );
  }
}
