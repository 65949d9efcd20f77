import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../platform/index.js';
import type { QualificationKind } from './qualification.codes.js';
import { Absence, Qualification } from './qualification.entity.js';

export interface QualificationFilter {
  /** Whose: people of these units, and oneself. */
  readonly unitIds: readonly string[];
  readonly selfId: string;
  readonly userId?: string;
  readonly kind?: QualificationKind;
  /** Only those whose last day lies before this date, `YYYY-MM-DD`. */
  readonly endingBefore?: string;
  readonly after?: string;
  readonly limit: number;
}

export interface AbsenceFilter {
  readonly unitIds: readonly string[];
  readonly selfId: string;
  readonly userId?: string;
  readonly during: Period;
  readonly after?: string;
  readonly limit: number;
}

const REACHED = `(u.unit_id IN (:...unitIds) OR u.id = :selfId)`;

const STANDING = `
  SELECT id, user_id AS "userId", kind, scope, rating, number, issuer, valid_from::text AS "validFrom",
    valid_until::text AS "validUntil", withdrawn_at AS "withdrawnAt", withdrawal_reason AS "withdrawalReason",
    recorded_by AS "recordedBy", recorded_at AS "recordedAt"
  FROM qualification WHERE user_id = ANY ($1::uuid[]) AND withdrawn_at IS NULL ORDER BY id`;

/** The only SQL on licences, trainings and absences. */
@Injectable()
export class QualificationRepository {
  async insert(tx: Tx, qualification: Qualification): Promise<void> {
    await tx.repository(Qualification).insert(qualification);
  }

  async find(tx: Tx, id: string): Promise<Qualification | null> {
    return tx.repository(Qualification).findOneBy({ id });
  }

  /** Gives false when it had been withdrawn before. */
  async withdraw(tx: Tx, id: string, reason: string, at: Date): Promise<boolean> {
    const touched = await tx.execute(
      `UPDATE qualification SET withdrawn_at = $2, withdrawal_reason = $3 WHERE id = $1 AND withdrawn_at IS NULL`,
      [id, at, reason],
    );
    return touched === 1;
  }

  async list(tx: Tx, filter: QualificationFilter): Promise<Qualification[]> {
    const { unitIds, selfId, userId, kind, endingBefore, after, limit } = filter;
    const query = tx
      .repository(Qualification)
      .createQueryBuilder('q')
      .innerJoin('app_user', 'u', 'u.id = q.userId')
      .where(REACHED, { unitIds: [...unitIds, NOBODY], selfId });
    if (userId) query.andWhere('q.userId = :userId', { userId });
    if (kind) query.andWhere('q.kind = :kind', { kind });
    if (endingBefore) query.andWhere('q.validUntil < :endingBefore AND q.withdrawnAt IS NULL', { endingBefore });
    if (after) query.andWhere('q.id > :after', { after });
    return query.orderBy('q.id').limit(limit).getMany();
  }

  /** Those that have not been withdrawn. */
  async standingOf(tx: Tx, userIds: readonly string[]): Promise<Qualification[]> {
    return tx.prepared<Qualification>('identity.standing', STANDING, [userIds]);
  }

  async insertAbsence(tx: Tx, absence: Absence): Promise<void> {
    await tx.repository(Absence).insert(absence);
  }

  async findAbsence(tx: Tx, id: string): Promise<Absence | null> {
    return tx.repository(Absence).findOneBy({ id });
  }

  async removeAbsence(tx: Tx, id: string): Promise<void> {
    await tx.repository(Absence).delete(id);
  }

  async listAbsences(tx: Tx, filter: AbsenceFilter): Promise<Absence[]> {
    const { unitIds, selfId, userId, during, after, limit } = filter;
    const query = tx
      .repository(Absence)
      .createQueryBuilder('a')
      .innerJoin('app_user', 'u', 'u.id = a.userId')
      .where(REACHED, { unitIds: [...unitIds, NOBODY], selfId })
      .andWhere('a.during && :during::tstzrange', { during: periodLiteral(during) });
    if (userId) query.andWhere('a.userId = :userId', { userId });
    if (after) query.andWhere('a.id > :after', { after });
    return query.orderBy('a.id').limit(limit).getMany();
  }

  /** Who of the people is away during any part of the period. */
  async away(tx: Tx, userIds: readonly string[], during: Period): Promise<Absence[]> {
    return tx
      .repository(Absence)
      .createQueryBuilder('a')
      .where('a.userId = ANY(:userIds) AND a.during && :during::tstzrange', {
        userIds,
        during: periodLiteral(during),
      })
      .getMany();
  }
}

/** Keeps an IN list from being empty. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
