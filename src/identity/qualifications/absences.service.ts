import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  Outbox,
  type Page,
  type Period,
  PlatformErrors,
  periodView,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { PersonAccess } from '../users/person-access.js';
import { QualificationRepository } from './qualification.repository.js';
import { type AbsenceCreate, type AbsenceQuery, type AbsenceView, toAbsenceView } from './qualification.schemas.js';

type View = z.input<typeof AbsenceView>;

/** When people are away. */
@Injectable()
export class Absences {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly absences: QualificationRepository,
    private readonly persons: PersonAccess,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The person's row is locked, as it is when the person is booked: one of the two sees the other.
   * @throws NOT_FOUND, FORBIDDEN
   */
  async record(actor: Actor, { userId, during, reason }: z.output<typeof AbsenceCreate>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.requireLocked(tx, actor, userId);
      const row = { id: newId(), userId, during, reason, recordedBy: actor.id, recordedAt: this.clock.now() };
      await this.absences.insertAbsence(tx, row);
      const period = periodView(during);
      const subject = { kind: 'user', id: userId };
      await this.audit.record(tx, { action: 'identity.recordAbsence', subject, details: { ...period, reason } });
      await this.outbox.record(tx, {
        type: 'identity.absence_recorded',
        aggregate: `user:${userId}`,
        payload: { absenceId: row.id, userId, ...period },
      });
      return toAbsenceView(row);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(actor, async (tx) => {
      const row = await this.absences.findAbsence(tx, id);
      if (!row) throw PlatformErrors.NOT_FOUND();
      await this.requireLocked(tx, actor, row.userId);
      await this.absences.removeAbsence(tx, id);
      const details = { ...periodView(row.during), reason: row.reason };
      await this.audit.record(tx, {
        action: 'identity.removeAbsence',
        subject: { kind: 'user', id: row.userId },
        details,
      });
    });
  }

  async list(actor: Actor, query: z.output<typeof AbsenceQuery>): Promise<Page<View>> {
    const { limit, cursor, userId, from, to } = query;
    const reach = this.persons.reachOf(actor, 'absence.read');
    const filter = { ...reach, userId, during: { from, to }, after: idInCursor(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.absences.listAbsences(tx, filter));
    return keysetPage(rows, limit, ({ id }) => [id], toAbsenceView);
  }

  /** Who of the people is away during any part of the period, and how long. No access decision is taken here. */
  away(tx: Tx, userIds: readonly string[], during: Period): Promise<readonly { userId: string; during: Period }[]> {
    return this.absences.away(tx, userIds, during);
  }

  private async requireLocked(tx: Tx, actor: Actor, userId: string): Promise<void> {
    const permission = userId === actor.id ? 'absence.manage' : 'absence.manageOfOthers';
    await this.persons.requireLocked(tx, actor, permission, userId);
  }
}
