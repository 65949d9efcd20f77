import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import type { AccessScope } from '../../../identity/index.js';
import { type Period, period, periodLiteral, type Tx } from '../../../platform/index.js';
import { SqlValues } from '../../register/pool/sql-values.js';
import type { CustodyRow, Holding, PastHolding } from './custody-row.js';
import { custodyInScope } from './custody.sql.js';
import type { Custody } from './custody.entity.js';
import type { CustodyMoment, SignatureSide } from './papers/paper.codes.js';

export interface CustodyFilter {
  readonly scope: AccessScope;
  readonly deviceId?: string;
  readonly bookingId?: string;
  readonly unitId?: string;
  readonly mine?: boolean;
  /** True: still out; false: handed back. */
  readonly open?: boolean;
  /** Still out when it was due at this instant. */
  readonly dueBefore?: Date;
  readonly before?: string;
  readonly limit: number;
}

export type Departed = Omit<
  Custody,
  'returnedAt' | 'returnedBy' | 'returnedByName' | 'conditionIn' | 'batteryInPercent' | 'positionIn' | 'positionOut'
> & { readonly position: Position | null };

export interface Arrival {
  readonly returnedAt: Date;
  readonly returnedBy: string;
  readonly returnedByName: string;
  readonly condition: string | null;
  readonly batteryPercent: number | null;
  readonly position: Position | null;
}

const SIGNED = (moment: CustodyMoment, side: SignatureSide): string => `
    EXISTS (SELECT 1 FROM custody_signature s
      WHERE s.custody_id = c.id AND s.moment = '${moment}' AND s.side = '${side}')`;

const SELECT = `
  SELECT c.id, c.device_id AS "deviceId", d.asset_code AS "assetCode", k.category, d.unit_id AS "ownerUnitId",
    c.booking_id AS "bookingId", b.unit_id AS "bookingUnitId", b.case_id AS "caseId", b.purpose,
    c.holder_id AS "holderId", c.holder_name AS "holderName", c.holder_unit_id AS "holderUnitId",
    c.checked_out_at AS "checkedOutAt", c.due_at AS "dueAt", c.condition_out AS "conditionOut",
    c.battery_out_percent AS "batteryOutPercent", c.battery_in_percent AS "batteryInPercent",
    (c.received_from_id IS NOT NULL OR ${SIGNED('check_out', 'receiver')}) AS "signedOut",
    (next.id IS NOT NULL OR ${SIGNED('hand_back', 'giver')}) AS "signedIn",
    c.received_from_id AS "receivedFromId", next.id AS "nextCustodyId",
    c.position_out[0] AS "outLon", c.position_out[1] AS "outLat",
    c.returned_at AS "returnedAt", c.returned_by_name AS "returnedByName", c.condition_in AS "conditionIn",
    c.position_in[0] AS "inLon", c.position_in[1] AS "inLat"
  FROM custody c
  JOIN device d ON d.id = c.device_id
  JOIN device_kind k ON k.id = d.kind_id
  JOIN booking b ON b.id = c.booking_id
  LEFT JOIN custody next ON next.received_from_id = c.id`;

const HOLDING = `c.holder_id AS "holderUserId", c.holder_unit_id AS "holderUnitId", c.booking_id AS "bookingId", b.case_id AS "caseId"`;

/** A part has no custody of its own: it travels with its device. */
const OF_DEVICE = `c.device_id = (SELECT coalesce(part_of_id, id) FROM device WHERE id = $1)`;

/** The device itself, and what it travelled with at an instant: parts come and go, while both are at home. */
const OF_DEVICE_THEN = `c.device_id = ANY(ARRAY(
  SELECT $1::uuid UNION ALL
  SELECT p.whole_id FROM device_part p
  WHERE p.part_id = $1 AND tstzrange(p.attached_at, p.detached_at) @> $2::timestamptz))`;

@Injectable()
export class CustodyRepository {
  async get(tx: Tx, id: string): Promise<CustodyRow | undefined> {
    return tx.queryOne<CustodyRow>(`${SELECT} WHERE c.id = $1`, [id]);
  }

  async open(tx: Tx, deviceId: string): Promise<CustodyRow | undefined> {
    return tx.queryOne<CustodyRow>(`${SELECT} WHERE ${OF_DEVICE} AND c.returned_at IS NULL`, [deviceId]);
  }

  async at(tx: Tx, deviceId: string, at: Date): Promise<CustodyRow | undefined> {
    return tx.queryOne<CustodyRow>(
      `${SELECT} WHERE ${OF_DEVICE_THEN} AND c.checked_out_at <= $2 AND (c.returned_at IS NULL OR c.returned_at > $2)
       ORDER BY c.checked_out_at DESC LIMIT 1`,
      [deviceId, at],
    );
  }

  async openOf(tx: Tx, userId: string): Promise<CustodyRow[]> {
    return tx.query<CustodyRow>(
      `${SELECT} WHERE c.holder_id = $1 AND c.returned_at IS NULL ORDER BY c.checked_out_at`,
      [userId],
    );
  }

  async list(tx: Tx, filter: CustodyFilter): Promise<CustodyRow[]> {
    const values = new SqlValues();
    return tx.query<CustodyRow>(
      `${SELECT} WHERE ${conditionsOf(filter, values).join(' AND ')} ORDER BY c.id DESC LIMIT ${values.at(filter.limit)}`,
      values.list,
    );
  }

  /** Of every device that is out. */
  async openHoldings(tx: Tx): Promise<Holding[]> {
    return tx.query<Holding>(
      `SELECT c.device_id AS "deviceId", ${HOLDING}
       FROM custody c JOIN booking b ON b.id = c.booking_id WHERE c.returned_at IS NULL`,
    );
  }

  /** In the order of time, cut to the period. */
  async holdingsDuring(tx: Tx, deviceIds: readonly string[], during: Period): Promise<PastHolding[]> {
    const rows = await tx.query<Holding & { during: string }>(
      `SELECT d.id AS "deviceId", ${HOLDING},
         (tstzrange(c.checked_out_at, c.returned_at) * d.during * $2::tstzrange)::text AS during
       FROM (SELECT id, id AS held_id, tstzrange(NULL, NULL) AS during FROM unnest($1::uuid[]) AS asked (id)
         UNION ALL SELECT part_id, whole_id, tstzrange(attached_at, detached_at) FROM device_part
         WHERE part_id = ANY($1)) d
       JOIN custody c ON c.device_id = d.held_id AND tstzrange(c.checked_out_at, c.returned_at) && d.during * $2::tstzrange
       JOIN booking b ON b.id = c.booking_id ORDER BY c.checked_out_at`,
      [deviceIds, periodLiteral(during)],
    );
    return rows.map((row) => ({ ...row, during: period(row.during) }));
  }

  /** What was in somebody's hands for a case in a period, in the order of time, cut to the period. */
  async heldFor(tx: Tx, caseId: string, during: Period): Promise<PastHolding[]> {
    const rows = await tx.query<Holding & { during: string }>(
      `SELECT c.device_id AS "deviceId", ${HOLDING},
         (tstzrange(c.checked_out_at, c.returned_at) * $2::tstzrange)::text AS during
       FROM booking b JOIN custody c ON c.booking_id = b.id AND tstzrange(c.checked_out_at, c.returned_at) && $2::tstzrange
       WHERE b.case_id = $1 ORDER BY c.checked_out_at, c.id`,
      [caseId, periodLiteral(during)],
    );
    return rows.map((row) => ({ ...row, during: period(row.during) }));
  }

  /** Everybody who held the device, last first. */
  async history(tx: Tx, deviceId: string, limit: number, before?: string): Promise<CustodyRow[]> {
    return tx.query<CustodyRow>(
      `${SELECT}
       WHERE (c.device_id = $1 OR EXISTS (SELECT 1 FROM device_part p WHERE p.part_id = $1 AND p.whole_id = c.device_id
           AND tstzrange(p.attached_at, p.detached_at) && tstzrange(c.checked_out_at, c.returned_at)))
         AND ($2::uuid IS NULL OR c.id < $2) ORDER BY c.id DESC LIMIT $3`,
      [deviceId, before ?? null, limit],
    );
  }

  /** @throws a violation of `custody_open_key` when the device is out */
  async insert(tx: Tx, custody: Departed): Promise<void> {
    const { id, deviceId, bookingId, holderId, holderName, holderUnitId, checkedOutAt, dueAt } = custody;
    await tx.execute(
      `INSERT INTO custody (id, device_id, booking_id, holder_id, holder_name, holder_unit_id, checked_out_at, due_at,
         received_from_id, condition_out, battery_out_percent, position_out)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, point($12, $13))`,
      [
        id,
        deviceId,
        bookingId,
        holderId,
        holderName,
        holderUnitId,
        checkedOutAt,
        dueAt,
        custody.receivedFromId,
        custody.conditionOut,
        custody.batteryOutPercent,
        ...lonLat(custody.position),
      ],
    );
  }

  /** What is out on the booking comes back at another time. */
  async postpone(tx: Tx, bookingId: string, dueAt: Date): Promise<void> {
    await tx.execute(`UPDATE custody SET due_at = $2 WHERE booking_id = $1 AND returned_at IS NULL`, [
      bookingId,
      dueAt,
    ]);
  }

  async close(tx: Tx, id: string, arrival: Arrival): Promise<void> {
    const { returnedAt, returnedBy, returnedByName, condition, batteryPercent, position } = arrival;
    await tx.execute(
      `UPDATE custody SET returned_at = $2, returned_by = $3, returned_by_name = $4, condition_in = $5,
         battery_in_percent = $6, position_in = point($7, $8)
       WHERE id = $1`,
      [id, returnedAt, returnedBy, returnedByName, condition, batteryPercent, ...lonLat(position)],
    );
  }
}

/** `point(NULL, NULL)` is null. */
function lonLat(position: Position | null): [number | null, number | null] {
  return [position?.lon ?? null, position?.lat ?? null];
}

function conditionsOf(filter: CustodyFilter, values: SqlValues): string[] {
  const { scope, deviceId, bookingId, unitId, mine, open, dueBefore, before } = filter;
  const conditions = [custodyInScope(scope, values)];
  if (deviceId) conditions.push(`c.device_id = ${values.at(deviceId)}`);
  if (bookingId) conditions.push(`c.booking_id = ${values.at(bookingId)}`);
  if (unitId) conditions.push(`c.holder_unit_id = ${values.at(unitId)}`);
  if (mine) conditions.push(`c.holder_id = ${values.at(scope.userId)}`);
  if (dueBefore) conditions.push(`c.returned_at IS NULL AND c.due_at <= ${values.at(dueBefore)}`);
  if (open !== undefined) conditions.push(`c.returned_at IS ${open ? '' : 'NOT '}NULL`);
  if (before) conditions.push(`c.id < ${values.at(before)}`);
  return conditions;
}
