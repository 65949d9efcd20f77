import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../../platform/index.js';
import { LIVE_LINE } from '../pool/pool.sql.js';
import { DeviceCounter, DevicePart } from './device-part.entity.js';
import type { Companion, Count } from './part.rules.js';

export interface CounterRow extends Count {
  readonly id: string;
  readonly healthPercent: number | null;
  readonly readBy: string | null;
  readonly readByName: string;
}

/** What travels with what, and the counters of batteries. */
@Injectable()
export class PartRepository {
  /** What decides about devices that are locked, in no order. */
  async companions(tx: Tx, ids: readonly string[], now: Date): Promise<Companion[]> {
    return tx.query<Companion>(
      `SELECT d.id, d.unit_id AS "unitId", d.state, d.part_of_id AS "partOfId",
         EXISTS (SELECT 1 FROM custody c WHERE c.device_id = coalesce(d.part_of_id, d.id) AND c.returned_at IS NULL)
           AS "isOut",
         EXISTS (SELECT 1 FROM device p WHERE p.part_of_id = d.id) AS "hasParts",
         EXISTS (SELECT 1 FROM booking_line l WHERE l.device_id = d.id AND ${LIVE_LINE} AND upper(l.blocked) > $2)
           AS "isBooked"
       FROM device d WHERE d.id = ANY($1)`,
      [ids, now],
    );
  }

  async attach(tx: Tx, partId: string, wholeId: string, at: Date): Promise<void> {
    await tx.repository(DevicePart).insert({ id: newId(), partId, wholeId, attachedAt: at, attachedBy: tx.actor.id });
    await this.place(tx, partId, wholeId, at);
  }

  async detach(tx: Tx, partId: string, at: Date): Promise<void> {
    await tx.execute(
      `UPDATE device_part SET detached_at = greatest($2, attached_at), detached_by = $3
       WHERE part_id = $1 AND detached_at IS NULL`,
      [partId, at, tx.actor.id],
    );
    await this.place(tx, partId, null, at);
  }

  private async place(tx: Tx, partId: string, wholeId: string | null, at: Date): Promise<void> {
    await tx.execute(`UPDATE device SET part_of_id = $2, version = version + 1, updated_at = $3 WHERE id = $1`, [
      partId,
      wholeId,
      at,
    ]);
  }

  /** The readings around an instant that decide whether another one fits. */
  async around(tx: Tx, deviceId: string, at: Date): Promise<Count[]> {
    return tx.query<Count>(
      `(SELECT cycle_count AS "cycleCount", read_at AS "readAt" FROM device_counter
        WHERE device_id = $1 AND read_at <= $2 ORDER BY read_at DESC LIMIT 1)
       UNION ALL
       (SELECT cycle_count, read_at FROM device_counter WHERE device_id = $1 AND read_at > $2 ORDER BY read_at LIMIT 1)`,
      [deviceId, at],
    );
  }

  /** False when this very reading is known already. */
  async record(tx: Tx, reading: DeviceCounter): Promise<boolean> {
    const { id, deviceId, cycleCount, healthPercent, readAt, readBy, readByName } = reading;
    const added = await tx.execute(
      `INSERT INTO device_counter (id, device_id, cycle_count, health_percent, read_at, read_by, read_by_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ON CONSTRAINT device_counter_read_at_key DO NOTHING`,
      [id, deviceId, cycleCount, healthPercent, readAt, readBy, readByName],
    );
    return added === 1;
  }

  /** The device shows its newest reading. */
  async show(tx: Tx, deviceId: string): Promise<void> {
    await tx.execute(
      `UPDATE device SET cycle_count = newest.cycle_count,
         health_percent = coalesce(newest.health_percent, device.health_percent)
       FROM (SELECT cycle_count, health_percent FROM device_counter WHERE device_id = $1
         ORDER BY read_at DESC LIMIT 1) newest
       WHERE device.id = $1`,
      [deviceId],
    );
  }

  async readings(tx: Tx, deviceId: string, before: string | undefined, limit: number): Promise<CounterRow[]> {
    return tx.query<CounterRow>(
      `SELECT id, cycle_count AS "cycleCount", health_percent AS "healthPercent", read_at AS "readAt",
         read_by AS "readBy", read_by_name AS "readByName"
       FROM device_counter WHERE device_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [deviceId, before ?? null, limit],
    );
  }
}
