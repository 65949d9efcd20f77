import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { LIVE_LINE } from '../../register/pool/pool.sql.js';

/** What one run takes on; the next comes a minute later. */
const MOST = 500;

/** A device that is out, with the booking it is out on. */
export interface LateDevice {
  readonly deviceId: string;
  readonly bookingId: string;
}

export interface DueCustody {
  readonly id: string;
  readonly deviceId: string;
  readonly bookingId: string;
  readonly holderId: string;
  readonly holderName: string;
  readonly holderUnitId: string;
  readonly dueAt: Date;
}

export interface WhereIs {
  readonly deviceId: string;
  readonly isElsewhere: boolean;
  readonly cameBackAt: Date | null;
}

const CUSTODY = `c.id, c.device_id AS "deviceId", c.booking_id AS "bookingId", c.holder_id AS "holderId",
  c.holder_name AS "holderName", c.holder_unit_id AS "holderUnitId", c.due_at AS "dueAt"`;

/** What the clock has to look after. Lists here are hints: each is looked at again under its locks. */
@Injectable()
export class LapseRepository {
  /** Bookings with a hold or request that has run out. */
  async dueHolds(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM booking WHERE hold_expires_at <= $1 ORDER BY hold_expires_at LIMIT ${MOST}`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Bookings with devices that nobody came for: since `graceAgo`, or until their period was over. */
  async missed(tx: Tx, now: Date, graceAgo: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT b.id FROM booking_line l JOIN booking b ON b.id = l.booking_id
       WHERE l.state = 'reserved' AND lower(l.blocked) <= $1
         AND (upper(b.during) <= $1 OR (lower(l.blocked) <= $2 AND NOT EXISTS (
           SELECT 1 FROM custody c
           WHERE c.device_id = l.device_id AND (c.returned_at IS NULL OR c.returned_at > $2))))
       LIMIT ${MOST}`,
      [now, graceAgo],
    );
    return rows.map(({ id }) => id);
  }

  /** Where the devices of a booking are: with somebody else, and when they last came back. */
  async whereabouts(tx: Tx, bookingId: string): Promise<WhereIs[]> {
    return tx.query<WhereIs>(
      `SELECT l.device_id AS "deviceId",
         EXISTS (SELECT 1 FROM custody c WHERE c.device_id = l.device_id AND c.returned_at IS NULL) AS "isElsewhere",
         (SELECT max(c.returned_at) FROM custody c WHERE c.device_id = l.device_id) AS "cameBackAt"
       FROM booking_line l WHERE l.booking_id = $1`,
      [bookingId],
    );
  }

  /** Devices past their time that are not marked yet, not kept long enough from others, or that somebody new waits for. */
  async late(tx: Tx, now: Date, rollBefore: Date, horizon: Date): Promise<LateDevice[]> {
    return tx.query<LateDevice>(
      `SELECT c.device_id AS "deviceId", c.booking_id AS "bookingId"
       FROM custody c JOIN booking_line o ON o.booking_id = c.booking_id AND o.device_id = c.device_id
       WHERE c.returned_at IS NULL AND c.due_at <= $1
         AND (o.state = 'out'
           OR upper(o.blocked) < $2 AND NOT EXISTS (
             SELECT 1 FROM booking_line l
             WHERE l.device_id = c.device_id AND ${LIVE_LINE} AND lower(l.blocked) = upper(o.blocked))
           OR EXISTS (
             SELECT 1 FROM booking_line l
             WHERE l.device_id = c.device_id AND l.state IN ('requested', 'held', 'reserved')
               AND l.affected_at IS NULL AND lower(l.blocked) < $3))
       ORDER BY c.due_at LIMIT ${MOST}`,
      [now, rollBefore, horizon],
    );
  }

  async lockDevice(tx: Tx, deviceId: string): Promise<void> {
    await tx.query(`SELECT id FROM device WHERE id = $1 FOR NO KEY UPDATE`, [deviceId]);
  }

  async openCustody(tx: Tx, deviceId: string): Promise<DueCustody | undefined> {
    return tx.queryOne<DueCustody>(
      `SELECT ${CUSTODY} FROM custody c WHERE c.device_id = $1 AND c.returned_at IS NULL`,
      [deviceId],
    );
  }

  /** Custodies due until `until`, of those that last longer than the time of warning. */
  async dueSoon(tx: Tx, now: Date, until: Date): Promise<DueCustody[]> {
    return tx.query<DueCustody>(
      `SELECT ${CUSTODY} FROM custody c
       WHERE c.returned_at IS NULL AND c.due_at > $1 AND c.due_at <= $2
         AND c.due_at - c.checked_out_at > $2::timestamptz - $1::timestamptz
       ORDER BY c.due_at LIMIT ${MOST}`,
      [now, until],
    );
  }

  /** When somebody else's time with the device begins, after the line of this booking. */
  async nextStart(tx: Tx, deviceId: string, bookingId: string): Promise<Date | null> {
    const row = await tx.queryOne<{ at: Date | null }>(
      `SELECT min(lower(l.blocked)) AS at
       FROM booking_line own JOIN booking_line l ON l.device_id = own.device_id AND l.booking_id <> own.booking_id
       WHERE own.device_id = $1 AND own.booking_id = $2 AND ${LIVE_LINE} AND lower(l.blocked) >= upper(own.blocked)`,
      [deviceId, bookingId],
    );
    return row?.at ?? null;
  }

  /** @throws a violation of `booking_line_no_overlap` when that is somebody else's time */
  async keepOverdue(tx: Tx, deviceId: string, bookingId: string, until: Date): Promise<void> {
    await tx.execute(
      `UPDATE booking_line SET state = 'overdue', blocked = tstzrange(lower(blocked), $3)
       WHERE device_id = $1 AND booking_id = $2`,
      [deviceId, bookingId, until],
    );
  }

  /** Flags whoever waits for the device before `horizon` and was not flagged; gives their bookings. */
  async flagAffected(tx: Tx, deviceId: string, now: Date, horizon: Date): Promise<string[]> {
    const rows = await tx.query<{ bookingId: string }>(
      `UPDATE booking_line SET affected_at = $2
       WHERE device_id = $1 AND state IN ('requested', 'held', 'reserved') AND affected_at IS NULL
         AND lower(blocked) < $3
       RETURNING booking_id AS "bookingId"`,
      [deviceId, now, horizon],
    );
    return rows.map(({ bookingId }) => bookingId);
  }

  /** Nobody has to doubt that the device comes; gives the bookings that did. */
  async clearAffected(tx: Tx, deviceId: string): Promise<string[]> {
    const rows = await tx.query<{ bookingId: string }>(
      `UPDATE booking_line SET affected_at = NULL WHERE device_id = $1 AND affected_at IS NOT NULL
       RETURNING booking_id AS "bookingId"`,
      [deviceId],
    );
    return rows.map(({ bookingId }) => bookingId);
  }
}
