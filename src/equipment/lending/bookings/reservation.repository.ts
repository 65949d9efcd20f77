import { Injectable } from '@nestjs/common';
import type { Position } from '../../../geo/index.js';
import { newId, type Period, periodLiteral, type Tx } from '../../../platform/index.js';
import type { LockedDevice } from '../../register/pool/device-row.js';
import {
  bookableSql,
  capableSql,
  distanceSql,
  freeSql,
  LIVE_LINE,
  type LoanReach,
  unaskedSql,
  withinBoxSql,
} from '../../register/pool/pool.sql.js';
import type { Weight } from '../preemption/preemption.rules.js';
import { yieldingSql } from '../preemption/preemption.sql.js';
import { blockingPlansSql } from '../../upkeep/maintenance/maintenance.sql.js';
import { decidingCertificateSql, PARTS_OF_DEVICE } from '../../upkeep/upkeep.sql.js';
import { SqlValues } from '../../register/pool/sql-values.js';
import type { BookingState } from './booking.rules.js';

export interface NewBooking {
  readonly id: string;
  readonly unitId: string;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly caseId: string | null;
  readonly purpose: string | null;
  readonly during: Period;
  readonly state: BookingState;
  readonly priority: number;
  readonly holdExpiresAt: Date | null;
  readonly at: Date;
}

export interface NewLine {
  readonly deviceId: string;
  readonly blocked: Period;
  readonly state: BookingState;
}

export interface AnyWish {
  /** Null: whatever the kind. */
  readonly kindIds: readonly string[] | null;
  /** What the device can do, by itself or by its kind: all of these. */
  readonly capabilities: readonly string[];
  readonly during: Period;
  readonly reach: LoanReach;
  /** Nearest to this place first. */
  readonly place: Position | null;
  /** Not farther than this from `place`. */
  readonly withinMetres: number | null;
  readonly exceptIds: readonly string[];
  /** Takes devices from others too, once no free one is left; none whose owner would be asked first. */
  readonly weight?: Weight;
}

export interface CandidatePick {
  readonly free: boolean;
  /** Only these; null: any. */
  readonly ids: readonly string[] | null;
  /** A booking whose lines are not in its own way. */
  readonly ownBookingId: string | null;
  readonly limit: number;
}

export interface CandidateRow extends LockedDevice {
  readonly distanceMetres: number | null;
  /** Live lines that end after the wish begins, each a tstzrange as text. */
  readonly blocked: readonly string[];
  /** With somebody who should have handed it back. */
  readonly isOverdue: boolean;
}

const LOCKED_COLUMNS = `
  d.id, d.asset_code AS "assetCode", d.state, d.unit_id AS "unitId", d.loan_scope AS "loanScope",
  d.loan_approval AS "loanApproval", d.part_of_id AS "partOfId", k.id AS "kindId", k.code AS "kindCode", k.category,
  d.drone_class AS "droneClass", k.calibration_required AS "calibrationRequired",
  k.turnaround_minutes AS "turnaroundMinutes", certificate.result AS "certificateResult",
  certificate.due_on::text AS "certificateDueOn", certificate.number AS "certificateNumber",
  d.insured_until::text AS "insuredUntil", maintenance.plans AS maintenance, parts.list AS parts`;

const FROM_DEVICES = `FROM device d JOIN device_kind k ON k.id = d.kind_id ${decidingCertificateSql('certificate')}`;
const FROM_WHOLE_DEVICES = `${FROM_DEVICES} ${blockingPlansSql('maintenance')} ${PARTS_OF_DEVICE}`;

/**
 * Writing reservations. Every path locks the device rows in the order of their ids before it inserts lines: with the
 * exclusion constraint alone, transactions that book several devices wait for each other in a circle.
 */
@Injectable()
export class ReservationRepository {
  /** Locks the devices that exist, in the order of their ids. */
  async lock(tx: Tx, ids: readonly string[]): Promise<LockedDevice[]> {
    return tx.query<LockedDevice>(
      `SELECT ${LOCKED_COLUMNS} ${FROM_WHOLE_DEVICES} WHERE d.id = ANY($1) ORDER BY d.id FOR NO KEY UPDATE OF d`,
      [ids],
    );
  }

  /** Locks the devices of a booking, and further ones with them. */
  async lockOf(tx: Tx, bookingId: string, furtherIds: readonly string[]): Promise<LockedDevice[]> {
    return tx.query<LockedDevice>(
      `SELECT ${LOCKED_COLUMNS} ${FROM_WHOLE_DEVICES}
       WHERE d.id = ANY($2) OR d.id IN (SELECT device_id FROM booking_line WHERE booking_id = $1)
       ORDER BY d.id FOR NO KEY UPDATE OF d`,
      [bookingId, furtherIds],
    );
  }

  /** Locks up to `limit` devices that look free, the nearest first, passing over those somebody else has locked. */
  async lockNearestUnlocked(tx: Tx, wish: AnyWish, now: Date, limit: number): Promise<string[]> {
    const values = new SqlValues();
    const rows = await tx.query<{ id: string }>(
      `SELECT d.id ${FROM_DEVICES} WHERE ${wishSql(wish, values, now)}
       ORDER BY ${choiceSql(wish, values, now)} LIMIT ${values.at(limit)} FOR NO KEY UPDATE OF d SKIP LOCKED`,
      values.list,
    );
    return rows.map(({ id }) => id);
  }

  /** Waits for every device that looks free, and for those named: what is still free afterwards is the truth. */
  async lockAllFree(tx: Tx, wishes: readonly AnyWish[], now: Date, namedIds: readonly string[]): Promise<string[]> {
    const values = new SqlValues();
    const looks = [
      `d.id = ANY(${values.at(namedIds)}::uuid[])`,
      ...wishes.map((wish) => `(${wishSql(wish, values, now)})`),
    ];
    const rows = await tx.query<{ id: string }>(
      `SELECT d.id ${FROM_DEVICES} WHERE ${looks.join(' OR ')}
       ORDER BY d.id FOR NO KEY UPDATE OF d`,
      values.list,
    );
    return rows.map(({ id }) => id);
  }

  /** Those of the (locked) devices that are free in a fresh look, the nearest first. */
  async nearestFree(tx: Tx, ids: readonly string[], wish: AnyWish, now: Date): Promise<LockedDevice[]> {
    const values = new SqlValues();
    return tx.query<LockedDevice>(
      `SELECT ${LOCKED_COLUMNS} ${FROM_WHOLE_DEVICES}
       WHERE d.id = ANY(${values.at(ids)}) AND ${wishSql(wish, values, now)} ORDER BY ${choiceSql(wish, values, now)}`,
      values.list,
    );
  }

  /** Devices of the wish that could be lent for some period, the nearest first: free ones, or any of `ids`. */
  async candidates(tx: Tx, wish: AnyWish, now: Date, pick: CandidatePick): Promise<CandidateRow[]> {
    const values = new SqlValues();
    const { place, during } = wish;
    const conditions = pick.free ? wishSql(wish, values, now) : fitSql(wish, values);
    return tx.query<CandidateRow>(
      `SELECT ${LOCKED_COLUMNS}, ${place ? distanceSql(values, place) : 'NULL::float8'} AS "distanceMetres",
         ARRAY(SELECT l.blocked::text FROM booking_line l WHERE l.device_id = d.id AND ${LIVE_LINE}
           AND upper(l.blocked) > ${values.at(during.from)}
           AND l.booking_id IS DISTINCT FROM ${values.at(pick.ownBookingId)}::uuid) AS blocked,
         EXISTS (SELECT 1 FROM custody c WHERE c.device_id = d.id AND c.returned_at IS NULL
           AND c.due_at <= ${values.at(now)}) AS "isOverdue"
       ${FROM_WHOLE_DEVICES}
       WHERE ${conditions} AND (${values.at(pick.ids)}::uuid[] IS NULL OR d.id = ANY(${values.at(pick.ids)}))
       ORDER BY ${nearnessSql(wish, values)} LIMIT ${values.at(pick.limit)}`,
      values.list,
    );
  }

  /** Runs `work`; when it gives undefined, everything it did, its row locks too, is undone. */
  async attempt<T>(tx: Tx, work: () => Promise<T | undefined>): Promise<T | undefined> {
    await tx.execute('SAVEPOINT attempt');
    const result = await work();
    await tx.execute(result === undefined ? 'ROLLBACK TO SAVEPOINT attempt' : 'RELEASE SAVEPOINT attempt');
    return result;
  }

  /**
   * Gives the number of lines that were made: fewer than asked for when `booking_line_no_overlap` stands in the way,
   * which is a common answer and so not raised as an error of the database. The caller then rolls back.
   */
  async insert(tx: Tx, booking: NewBooking, lines: readonly NewLine[]): Promise<number> {
    const { id, unitId, requestedBy, requestedByName, caseId, purpose, during, state, at } = booking;
    const head = [id, unitId, requestedBy, requestedByName, caseId, purpose, periodLiteral(during), state, at];
    return tx.execute(
      `WITH booked AS (
         INSERT INTO booking (id, unit_id, requested_by, requested_by_name, case_id, purpose, during, state, created_at,
           updated_at, priority, hold_expires_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, 1) RETURNING id)
       INSERT INTO booking_line (id, booking_id, device_id, blocked, state)
       SELECT line.id, booked.id, line.device_id, line.blocked, line.state
       FROM booked, unnest($12::uuid[], $13::uuid[], $14::tstzrange[], $15::text[])
         AS line (id, device_id, blocked, state)
       ON CONFLICT DO NOTHING`,
      [...head, booking.priority, booking.holdExpiresAt, ...columnsOf(lines)],
    );
  }
}

/** The new lines column by column, for `unnest`. */
export function columnsOf(lines: readonly NewLine[]): readonly string[][] {
  return [
    lines.map(() => newId()),
    lines.map(({ deviceId }) => deviceId),
    lines.map(({ blocked }) => periodLiteral(blocked)),
    lines.map(({ state }) => state),
  ];
}

/** What would do for the wish, if nobody had booked it. */
function fitSql({ kindIds, capabilities, during, reach, place, withinMetres }: AnyWish, values: SqlValues): string {
  const conditions: string[] = [];
  if (kindIds) conditions.push(`d.kind_id = ANY(${values.at(kindIds)})`);
  if (capabilities.length > 0) conditions.push(capableSql(values, capabilities));
  conditions.push(bookableSql(values, reach, during));
  if (place && withinMetres !== null) {
    conditions.push(withinBoxSql(values, place, withinMetres));
    conditions.push(`${distanceSql(values, place)} <= ${values.at(withinMetres)}`);
  }
  return conditions.join(' AND ');
}

function wishSql(wish: AnyWish, values: SqlValues, now: Date): string {
  const { during, exceptIds, weight, reach } = wish;
  const conditions = [fitSql(wish, values), `d.id <> ALL(${values.at(exceptIds)}::uuid[])`];
  if (weight) conditions.push(unaskedSql(values, reach), freeSql(values, during, now, yieldingSql(values, weight)));
  else conditions.push(freeSql(values, during, now));
  return conditions.join(' AND ');
}

function nearnessSql({ place }: AnyWish, values: SqlValues): string {
  return place ? `${distanceSql(values, place)} NULLS LAST, d.asset_code` : 'd.asset_code';
}

/** The nearest first, of whatever is free before what is taken from others. */
function choiceSql(wish: AnyWish, values: SqlValues, now: Date): string {
  const nearness = nearnessSql(wish, values);
  return wish.weight ? `(${freeSql(values, wish.during, now)}) DESC, ${nearness}` : nearness;
}
