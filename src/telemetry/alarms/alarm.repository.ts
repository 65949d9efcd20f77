import { Injectable } from '@nestjs/common';
import type { Position } from '../../geo/index.js';
import type { AccessScope } from '../../identity/index.js';
import { alertClauses, type AlertFilter, alertValues } from '../../missions/index.js';
import { newId, type Period, type Tx } from '../../platform/index.js';
import type { AlarmedDevice, DeviceAlarm, NewAlarm, Silence } from './alarm.types.js';

interface AlarmRow extends Omit<DeviceAlarm, 'position'> {
  readonly lon: number | null;
  readonly lat: number | null;
}

const COLUMNS = `
  id, device_id AS "deviceId", kind, fence_id AS "fenceId", about, unit_id AS "unitId", case_id AS "caseId",
  began_at AS "beganAt", ended_at AS "endedAt", lon, lat, value, is_late AS "isLate", acknowledged_by AS "acknowledgedBy",
  acknowledged_at AS "acknowledgedAt", remark`;

/** The only SQL on alarms of devices and on their silences. */
@Injectable()
export class AlarmRepository {
  /** The id of the alarm; undefined where the same is open already. */
  async begin(tx: Tx, device: AlarmedDevice, alarm: NewAlarm, now: Date): Promise<string | undefined> {
    const id = newId();
    const rows = await tx.query(
      `INSERT INTO device_alarm (id, device_id, kind, fence_id, about, unit_id, case_id, began_at, ended_at, lon, lat, value,
         is_late, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING id`,
      [
        id,
        device.deviceId,
        alarm.kind,
        alarm.fenceId,
        alarm.about,
        device.unitId,
        device.caseId,
        alarm.beganAt,
        alarm.endedAt,
        alarm.position?.lon ?? null,
        alarm.position?.lat ?? null,
        alarm.value,
        alarm.isLate,
        now,
      ],
    );
    return rows.length > 0 ? id : undefined;
  }

  /** An alarm that was found afterwards is about as much as its stay is by now. */
  async moveLate(
    tx: Tx,
    { deviceId, fenceId, beganAt }: { deviceId: string; fenceId: string; beganAt: Date },
    { from, to, position }: Period & { readonly position: Position },
  ): Promise<void> {
    await tx.execute(
      `UPDATE device_alarm SET ended_at = greatest(ended_at, $5), began_at = least(began_at, $4),
         lon = CASE WHEN $4 < began_at THEN $6 ELSE lon END, lat = CASE WHEN $4 < began_at THEN $7 ELSE lat END
       WHERE is_late AND device_id = $1 AND fence_id = $2 AND began_at = $3`,
      [deviceId, fenceId, beganAt, from, to, position.lon, position.lat],
    );
  }

  /** Those that ended with this. */
  async end(
    tx: Tx,
    deviceId: string,
    kinds: readonly string[],
    fenceId: string | null,
    at: Date,
  ): Promise<DeviceAlarm[]> {
    const rows = await tx.query<AlarmRow>(
      `UPDATE device_alarm SET ended_at = greatest(began_at, $4)
       WHERE device_id = $1 AND kind = ANY ($2) AND fence_id IS NOT DISTINCT FROM $3 AND ended_at IS NULL RETURNING ${COLUMNS}`,
      [deviceId, kinds, fenceId, at],
    );
    return rows.map(toAlarm);
  }

  async list(
    tx: Tx,
    { unitIds, caseIds }: Pick<AccessScope, 'unitIds' | 'caseIds'>,
    filter: AlertFilter,
  ): Promise<DeviceAlarm[]> {
    const rows = await tx.query<AlarmRow>(
      `SELECT ${COLUMNS} FROM device_alarm a
       WHERE (unit_id = ANY ($1) OR case_id = ANY ($2)) ${alertClauses({ alarm: 'a', owner: 'a' })}`,
      [unitIds, caseIds, ...alertValues(filter)],
    );
    return rows.map(toAlarm);
  }

  async lock(tx: Tx, id: string): Promise<DeviceAlarm | undefined> {
    const row = await tx.queryOne<AlarmRow>(`SELECT ${COLUMNS} FROM device_alarm WHERE id = $1 FOR NO KEY UPDATE`, [
      id,
    ]);
    return row && toAlarm(row);
  }

  async acknowledge(
    tx: Tx,
    id: string,
    { acknowledgedBy, acknowledgedAt, remark }: Pick<DeviceAlarm, 'acknowledgedBy' | 'acknowledgedAt' | 'remark'>,
  ): Promise<void> {
    await tx.execute(`UPDATE device_alarm SET acknowledged_by = $2, acknowledged_at = $3, remark = $4 WHERE id = $1`, [
      id,
      acknowledgedBy,
      acknowledgedAt,
      remark,
    ]);
  }

  /** Devices among these with a low battery. */
  async low(tx: Tx, deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT device_id AS id FROM device_alarm WHERE device_id = ANY ($1) AND kind = 'low_battery' AND ended_at IS NULL`,
      [deviceIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async thresholds(tx: Tx): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ id: string; percent: number }>(
      `SELECT device_id AS id, percent FROM battery_threshold`,
    );
    return new Map(rows.map(({ id, percent }) => [id, percent]));
  }

  /** Null: the one of its kind. */
  async setThreshold(tx: Tx, deviceId: string, percent: number | null, now: Date): Promise<void> {
    if (percent === null)
      return void (await tx.execute(`DELETE FROM battery_threshold WHERE device_id = $1`, [deviceId]));
    await tx.execute(
      `INSERT INTO battery_threshold (device_id, percent, set_by, set_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (device_id) DO UPDATE SET percent = $2, set_by = $3, set_at = $4`,
      [deviceId, percent, tx.actor.id, now],
    );
  }

  async silence(tx: Tx, { deviceId, kind, subjectId, until, reason }: Silence, now: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO alarm_silence (id, device_id, kind, subject_id, until, reason, silenced_by, silenced_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), deviceId, kind, subjectId, until, reason, tx.actor.id, now],
    );
  }

  /** Silences that hold now. */
  async silences(tx: Tx, deviceIds: readonly string[], now: Date): Promise<Silence[]> {
    return tx.query<Silence>(
      `SELECT device_id AS "deviceId", kind, subject_id AS "subjectId", until, reason FROM alarm_silence
       WHERE device_id = ANY ($1) AND until > $2 ORDER BY until`,
      [deviceIds, now],
    );
  }
}

/** The one that holds longest for an alarm. */
export function silenceOf(
  silences: readonly Silence[],
  alarm: { readonly deviceId: string; readonly kind: string; readonly subjectId: string | null },
): Silence | undefined {
  return silences.findLast(
    ({ deviceId, kind, subjectId }) =>
      deviceId === alarm.deviceId && kind === alarm.kind && subjectId === alarm.subjectId,
  );
}

function toAlarm({ lon, lat, ...same }: AlarmRow): DeviceAlarm {
  return { ...same, position: lon === null || lat === null ? null : { lon, lat } };
}
