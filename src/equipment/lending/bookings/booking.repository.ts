import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../../identity/index.js';
import { type Period, period, periodLiteral, type Tx } from '../../../platform/index.js';
import type { ClosingCode } from '../../equipment.codes.js';
import { lapsedSql, LIVE_LINE, rangeSql } from '../../register/pool/pool.sql.js';
import { SqlValues } from '../../register/pool/sql-values.js';
import type { BookingState } from './booking.rules.js';
import type { BookingRow, ConflictRow } from './booking-row.js';

export interface BookingFilter {
  readonly scope: AccessScope;
  /** Lists everybody's bookings of this device: free and busy is for all to see. */
  readonly deviceId?: string;
  readonly unitId?: string;
  readonly caseId?: string;
  readonly state?: BookingState;
  readonly mine?: boolean;
  /** With devices that these units are asked for. */
  readonly askedUnitIds?: readonly string[];
  /** With devices that are overdue with somebody else. */
  readonly affected?: boolean;
  readonly during?: Period;
  readonly before?: string;
  readonly limit: number;
}

/** Somebody who goes along with a device. */
export interface Companion {
  readonly deviceId: string;
  readonly during: Period;
  readonly userId: string;
  readonly name: string;
}

/** How lines end. */
export interface Closing {
  readonly state: 'cancelled' | 'refused' | 'expired' | 'no_show';
  readonly code?: ClosingCode;
  readonly reason?: string | null;
}

export interface Decision {
  readonly state: 'reserved' | 'refused';
  readonly reason: string | null;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: Date;
}

const SELECT = `
  SELECT b.id, b.unit_id AS "unitId", b.requested_by AS "requestedBy", b.requested_by_name AS "requestedByName",
    b.case_id AS "caseId", b.purpose, b.during::text AS during, b.state, b.priority, b.version,
    b.hold_expires_at AS "holdExpiresAt", b.created_at AS "createdAt",
    (SELECT json_build_object('id', u.bundle_id, 'name', u.name) FROM booking_bundle u WHERE u.booking_id = b.id) AS bundle,
    coalesce((SELECT json_agg(json_build_object(
         'id', d.id, 'assetCode', d.asset_code, 'ownerUnitId', d.unit_id, 'state', l.state,
         'blocked', l.blocked::text, 'closingCode', l.closing_code, 'closingReason', l.closing_reason,
         'decidedByName', l.decided_by_name, 'decidedAt', l.decided_at, 'affectedAt', l.affected_at)
         ORDER BY d.asset_code)
     FROM booking_line l JOIN device d ON d.id = l.device_id WHERE l.booking_id = b.id), '[]') AS devices,
    coalesce((SELECT json_agg(json_build_object(
         'lotId', t.id, 'lotNumber', t.lot_number, 'kitCode', q.code, 'quantity', bl.quantity, 'state', bl.state)
         ORDER BY t.lot_number)
     FROM booking_lot bl JOIN lot t ON t.id = bl.lot_id JOIN kit_kind q ON q.id = t.kit_kind_id
     WHERE bl.booking_id = b.id), '[]') AS lots,
    coalesce((SELECT json_agg(json_build_object('id', p.user_id, 'name', p.user_name, 'capacity', p.capacity)
         ORDER BY p.capacity, p.user_name)
     FROM booking_person p WHERE p.booking_id = b.id), '[]') AS people
  FROM booking b`;

/** Reading bookings, and changing the state of what is already reserved. */
@Injectable()
export class BookingRepository {
  async get(tx: Tx, id: string): Promise<BookingRow | undefined> {
    return tx.queryOne<BookingRow>(`${SELECT} WHERE b.id = $1`, [id]);
  }

  /** Locks the booking and reads it in its present state. */
  async lock(tx: Tx, id: string): Promise<BookingRow | undefined> {
    await tx.query(`SELECT id FROM booking WHERE id = $1 FOR UPDATE`, [id]);
    return this.get(tx, id);
  }

  async list(tx: Tx, filter: BookingFilter): Promise<BookingRow[]> {
    const values = new SqlValues();
    return tx.query<BookingRow>(
      `${SELECT} WHERE ${conditionsOf(filter, values).join(' AND ')} ORDER BY b.id DESC LIMIT ${values.at(filter.limit)}`,
      values.list,
    );
  }

  /** Live lines of the devices that meet the period (with each kind's turnaround), soonest first. */
  async conflicts(tx: Tx, deviceIds: readonly string[], { from, to }: Period, limit: number): Promise<ConflictRow[]> {
    return tx.query<ConflictRow>(
      `SELECT l.device_id AS "deviceId", d.asset_code AS "assetCode", b.id AS "bookingId", b.unit_id AS "unitId",
         b.during::text AS during, l.blocked::text AS blocked, l.state, b.priority,
         CASE WHEN l.state IN ('requested', 'held') THEN b.hold_expires_at END AS "holdExpiresAt"
       FROM booking_line l
       JOIN booking b ON b.id = l.booking_id
       JOIN device d ON d.id = l.device_id
       JOIN device_kind k ON k.id = d.kind_id
       WHERE l.device_id = ANY($1) AND ${LIVE_LINE}
         AND l.blocked && tstzrange($2::timestamptz, $3::timestamptz + make_interval(mins => k.turnaround_minutes))
       ORDER BY lower(l.blocked), d.asset_code LIMIT $4`,
      [deviceIds, from, to, limit],
    );
  }

  /** Moves lines (all of the booking, or one device's); the booking's own state is to follow by `setState`. */
  async moveLines(tx: Tx, bookingId: string, state: BookingState, deviceId?: string): Promise<void> {
    await tx.execute(
      `UPDATE booking_line SET state = $2 WHERE booking_id = $1 AND ($3::uuid IS NULL OR device_id = $3)`,
      [bookingId, state, deviceId ?? null],
    );
  }

  /** Ends lines that wait, so that their periods are free. */
  async closeLines(tx: Tx, bookingId: string, deviceIds: readonly string[], closing: Closing): Promise<void> {
    await tx.execute(
      `UPDATE booking_line SET state = $3, closing_code = $4, closing_reason = $5, affected_at = NULL
       WHERE booking_id = $1 AND device_id = ANY($2)`,
      [bookingId, deviceIds, closing.state, closing.code ?? null, closing.reason ?? null],
    );
  }

  /** The owner's answer to lines that were asked for. */
  async decideLines(tx: Tx, bookingId: string, deviceIds: readonly string[], decision: Decision): Promise<void> {
    const { state, reason, by, at } = decision;
    await tx.execute(
      `UPDATE booking_line SET state = $3, closing_reason = $4, decided_by = $5, decided_by_name = $6, decided_at = $7,
         affected_at = CASE WHEN $3 = 'reserved' THEN affected_at END
       WHERE booking_id = $1 AND device_id = ANY($2)`,
      [bookingId, deviceIds, state, reason, by.id, by.name, at],
    );
  }

  /** A booking without lines that are held or asked for has nothing left to lapse. */
  async setState(tx: Tx, id: string, state: BookingState, at: Date, reason: string | null = null): Promise<void> {
    await tx.execute(
      `UPDATE booking b SET state = $2, updated_at = $3, closing_reason = coalesce($4, closing_reason),
         version = version + 1,
         hold_expires_at = CASE WHEN EXISTS (
           SELECT 1 FROM booking_line l WHERE l.booking_id = b.id AND l.state IN ('requested', 'held'))
           THEN hold_expires_at END
       WHERE id = $1`,
      [id, state, at, reason],
    );
  }

  /** @throws a violation of `booking_line_no_overlap` when an earlier start meets somebody else's period */
  async markOut(tx: Tx, bookingId: string, deviceId: string, blocked: Period): Promise<void> {
    await tx.execute(
      `UPDATE booking_line SET state = 'out', blocked = $3, affected_at = NULL WHERE booking_id = $1 AND device_id = $2`,
      [bookingId, deviceId, periodLiteral(blocked)],
    );
  }

  /** When the device cannot be had, from now on: bounds of its live lines, soonest first. */
  async blockedOf(tx: Tx, deviceId: string, now: Date): Promise<string[]> {
    const values = new SqlValues();
    const rows = await tx.query<{ blocked: string }>(
      `SELECT l.blocked::text AS blocked FROM booking_line l
       WHERE l.device_id = ${values.at(deviceId)} AND ${LIVE_LINE} AND NOT ${lapsedSql(values, now)}
         AND upper(l.blocked) > ${values.at(now)} ORDER BY lower(l.blocked)`,
      values.list,
    );
    return rows.map(({ blocked }) => blocked);
  }

  /** The unit's reserved booking of the device that is running or begins before `until`; soonest first. */
  async waitingFor(tx: Tx, deviceId: string, unitId: string, now: Date, until: Date): Promise<string | undefined> {
    const row = await tx.queryOne<{ id: string }>(
      `SELECT b.id FROM booking_line l JOIN booking b ON b.id = l.booking_id
       WHERE l.device_id = $1 AND l.state = 'reserved' AND b.unit_id = $2
         AND upper(b.during) > $3 AND lower(b.during) < $4
       ORDER BY lower(b.during) LIMIT 1`,
      [deviceId, unitId, now, until],
    );
    return row?.id;
  }

  /** Who goes along with devices in any part of the period, on bookings that stand or took place. */
  async companyDuring(tx: Tx, deviceIds: readonly string[], during: Period): Promise<Companion[]> {
    const rows = await tx.query<Omit<Companion, 'during'> & { readonly during: string }>(
      `SELECT l.device_id AS "deviceId", b.during::text AS during, p.user_id AS "userId", p.user_name AS name
       FROM booking_line l JOIN booking b ON b.id = l.booking_id JOIN booking_person p ON p.booking_id = b.id
       WHERE l.device_id = ANY($1) AND b.during && $2::tstzrange
         AND l.state IN ('reserved', 'out', 'overdue', 'returned')
       ORDER BY p.user_name, p.user_id`,
      [deviceIds, periodLiteral(during)],
    );
    return rows.map((row) => ({ ...row, during: period(row.during) }));
  }

  /** The unit's booking of the device that covers the whole period, and the open custody on it. A request is none yet. */
  async covering(
    tx: Tx,
    deviceId: string,
    unitId: string,
    during: Period,
  ): Promise<{ bookingId: string; custodyId: string | null } | undefined> {
    const [covering] = await tx.prepared<{ bookingId: string; custodyId: string | null }>(
      'equipment.covering',
      `SELECT b.id AS "bookingId", c.id AS "custodyId"
       FROM booking_line l
       JOIN booking b ON b.id = l.booking_id
       LEFT JOIN custody c ON c.booking_id = l.booking_id AND c.device_id = l.device_id AND c.returned_at IS NULL
       WHERE l.device_id = $1 AND b.unit_id = $2
         AND l.state IN ('reserved', 'out', 'overdue') AND l.blocked @> $3::tstzrange LIMIT 1`,
      [deviceId, unitId, periodLiteral(during)],
    );
    return covering;
  }
}

function conditionsOf(filter: BookingFilter, values: SqlValues): string[] {
  const { scope, deviceId, unitId, caseId, state, mine, askedUnitIds, affected, during, before } = filter;
  const conditions = [
    deviceId
      ? `EXISTS (SELECT 1 FROM booking_line l WHERE l.booking_id = b.id AND l.device_id = ${values.at(deviceId)})`
      : visibleSql(scope, values),
  ];
  if (unitId) conditions.push(`b.unit_id = ${values.at(unitId)}`);
  if (caseId) conditions.push(`b.case_id = ${values.at(caseId)}`, partySql(scope, values));
  if (state) conditions.push(`b.state = ${values.at(state)}`);
  if (mine) conditions.push(`b.requested_by = ${values.at(scope.userId)}`);
  if (askedUnitIds) conditions.push(askedSql(askedUnitIds, values));
  if (affected)
    conditions.push(`EXISTS (SELECT 1 FROM booking_line l WHERE l.booking_id = b.id AND l.affected_at IS NOT NULL)`);
  if (during) conditions.push(`b.during && ${rangeSql(values, during)}`);
  if (before) conditions.push(`b.id < ${values.at(before)}`);
  return conditions;
}

/** Whose booking, or whose case it is. */
function partySql({ unitIds, caseIds }: AccessScope, values: SqlValues): string {
  return `(b.unit_id = ANY(${values.at(unitIds)}) OR b.case_id = ANY(${values.at(caseIds)}))`;
}

/** Parties, and the owners of what is booked. */
function visibleSql(scope: AccessScope, values: SqlValues): string {
  return `(${partySql(scope, values)} OR EXISTS (
    SELECT 1 FROM booking_line l JOIN device d ON d.id = l.device_id
    WHERE l.booking_id = b.id AND d.unit_id = ANY(${values.at(scope.unitIds)})))`;
}

/** Only bookings with something to lapse can have lines that are asked for. */
function askedSql(unitIds: readonly string[], values: SqlValues): string {
  return `b.hold_expires_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM booking_line l JOIN device d ON d.id = l.device_id
    WHERE l.booking_id = b.id AND l.state = 'requested' AND d.unit_id = ANY(${values.at(unitIds)}))`;
}
