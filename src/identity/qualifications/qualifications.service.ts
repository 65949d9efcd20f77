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
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { PersonAccess } from '../users/person-access.js';
import { Qualification } from './qualification.entity.js';
import { QualificationRepository } from './qualification.repository.js';
import {
  type QualificationCreate,
  type QualificationQuery,
  type QualificationView,
  toQualificationView,
} from './qualification.schemas.js';

type View = z.input<typeof QualificationView>;

/** Licences to fly and trainings to test. */
@Injectable()
export class Qualifications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly qualifications: QualificationRepository,
    private readonly persons: PersonAccess,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, QUALIFICATION_EXISTS */
  async record(actor: Actor, input: z.output<typeof QualificationCreate>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      await this.persons.require(tx, actor, 'qualification.manage', input.userId);
      const row = Object.assign(new Qualification(), {
        ...input,
        id: newId(),
        rating: input.kind === 'pilot_licence' ? input.rating : null,
        issuer: input.issuer ?? null,
        validUntil: input.validUntil ?? null,
        withdrawnAt: null,
        withdrawalReason: null,
        recordedBy: actor.id,
        recordedAt: this.clock.now(),
      });
      await this.insert(tx, row);
      await this.audit.record(tx, {
        action: 'identity.qualify',
        subject: { kind: 'user', id: row.userId },
        details: { ...input },
      });
      return toQualificationView(row);
    });
  }

  /** From now on it counts for nothing; that it was held stays on record. @throws NOT_FOUND, QUALIFICATION_WITHDRAWN */
  async withdraw(actor: Actor, id: string, reason: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.qualifications.find(tx, id);
      if (!row) throw PlatformErrors.NOT_FOUND();
      await this.persons.require(tx, actor, 'qualification.manage', row.userId);
      const at = this.clock.now();
      if (!(await this.qualifications.withdraw(tx, id, reason, at))) throw IdentityErrors.QUALIFICATION_WITHDRAWN();
      const { userId, kind } = row;
      const subject = { kind: 'user', id: userId };
      await this.audit.record(tx, { action: 'identity.withdrawQualification', subject, details: { id, reason } });
      await this.outbox.record(tx, {
        type: 'identity.qualification_withdrawn',
        aggregate: `user:${userId}`,
        payload: { qualificationId: id, userId, kind },
      });
      return toQualificationView(Object.assign(row, { withdrawnAt: at, withdrawalReason: reason }));
    });
  }

  async list(actor: Actor, query: z.output<typeof QualificationQuery>): Promise<Page<View>> {
    const { limit, cursor, ...filter } = query;
    const reach = this.persons.reachOf(actor, 'qualification.read');
    const rows = await this.unitOfWork.read((tx) =>
      this.qualifications.list(tx, { ...filter, ...reach, after: idInCursor(cursor), limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toQualificationView);
  }

  /** What the people may operate, without what was withdrawn. No access decision is taken here. */
  async standingOf(tx: Tx, userIds: readonly string[]): Promise<Qualification[]> {
    return this.qualifications.standingOf(tx, userIds);
  }

  private async insert(tx: Tx, row: Qualification): Promise<void> {
    try {
      await this.qualifications.insert(tx, row);
    } catch (error) {
      throw violates(error, 'qualification_number_key') ? IdentityErrors.QUALIFICATION_EXISTS({}, error) : error;
    }
  }
}
