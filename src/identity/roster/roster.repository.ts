import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../platform/index.js';
import { type Desk, DutyShift } from './duty-shift.entity.js';

export interface RosterFilter {
  readonly unitIds?: readonly string[];
  readonly desk?: Desk;
  readonly during: Period;
  readonly after?: string;
  readonly limit: number;
}

export interface ShiftRow {
  readonly id: string;
  readonly unitId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly desk: Desk;
  readonly telephone: string;
  /** A tstzrange as text. */
  readonly during: string;
}

/** The only SQL on the duty roster. */
@Injectable()
export class RosterRepository {
  /** @throws a violation of `duty_shift_no_overlap` when the person is on duty then */
  async insert(tx: Tx, shift: DutyShift): Promise<void> {
    await tx.repository(DutyShift).insert(shift);
  }

  async find(tx: Tx, id: string): Promise<DutyShift | null> {
    return tx.repository(DutyShift).findOneBy({ id });
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.repository(DutyShift).delete(id);
  }

  /** Who keeps the desk of a unit at an instant. */
  async onDuty(tx: Tx, unitId: string, desk: Desk, at: Date): Promise<string[]> {
    const rows = await tx.query<{ userId: string }>(
      `SELECT user_id AS "userId" FROM duty_shift
       WHERE unit_id = $1 AND desk = $2 AND during @> $3::timestamptz ORDER BY id`,
      [unitId, desk, at],
    );
    return rows.map(({ userId }) => userId);
  }

  async list(tx: Tx, { unitIds, desk, during, after, limit }: RosterFilter): Promise<ShiftRow[]> {
    return tx.query<ShiftRow>(
      `SELECT s.id, s.unit_id AS "unitId", s.user_id AS "userId", u.display_name AS "displayName", s.desk, s.telephone,
         s.during::text AS during
       FROM duty_shift s JOIN app_user u ON u.id = s.user_id
       WHERE ($1::uuid[] IS NULL OR s.unit_id = ANY($1)) AND ($2::text IS NULL OR s.desk = $2)
         AND s.during && $3::tstzrange AND ($4::uuid IS NULL OR s.id > $4)
       ORDER BY s.id LIMIT $5`,
      [unitIds ?? null, desk ?? null, periodLiteral(during), after ?? null, limit],
    );
  }

  /** Those of the people who are on duty at an instant. */
  async onDutyOf(tx: Tx, userIds: readonly string[], at: Date): Promise<string[]> {
    const rows = await tx.query<{ userId: string }>(
      `SELECT DISTINCT user_id AS "userId" FROM duty_shift WHERE user_id = ANY ($1) AND during @> $2::timestamptz`,
      [userIds, at],
    );
    return rows.map(({ userId }) => userId);
  }
}
