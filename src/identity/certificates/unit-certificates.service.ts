import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { PersonAccess } from '../users/person-access.js';
import type { UnitCertificate } from './unit-certificate.entity.js';
import { UnitCertificateRepository } from './unit-certificate.repository.js';
import {
  toUnitCertificateView,
  type UnitCertificateCreate,
  type UnitCertificateQuery,
  type UnitCertificateView,
} from './unit-certificate.schemas.js';

type View = z.input<typeof UnitCertificateView>;

/** Whether a unit may fly at all: operating certificates (Order 761 art. 11). */
@Injectable()
export class UnitCertificates {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly certificates: UnitCertificateRepository,
    private readonly persons: PersonAccess,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, UNIT_CERTIFICATE_EXISTS */
  async record(actor: Actor, input: z.output<typeof UnitCertificateCreate>): Promise<View> {
    this.persons.requireUnit(actor, 'unitCertificate.manage', input.unitId);
    return this.unitOfWork.run(actor, async (tx) => {
      const row: UnitCertificate = {
        ...input,
        id: newId(),
        issuer: input.issuer ?? null,
        validUntil: input.validUntil ?? null,
        withdrawnAt: null,
        withdrawalReason: null,
        recordedBy: actor.id,
        recordedAt: this.clock.now(),
      };
      await this.insert(tx, row);
      const subject = { kind: 'unit', id: row.unitId };
      await this.audit.record(tx, { action: 'identity.certifyUnit', subject, details: { ...input } });
      return toUnitCertificateView(row);
    });
  }

  /** From now on it counts for nothing. @throws NOT_FOUND, FORBIDDEN, UNIT_CERTIFICATE_WITHDRAWN */
  async withdraw(actor: Actor, id: string, reason: string): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const row = await this.certificates.find(tx, id);
      if (!row) throw PlatformErrors.NOT_FOUND();
      this.persons.requireUnit(actor, 'unitCertificate.manage', row.unitId);
      const at = this.clock.now();
      if (!(await this.certificates.withdraw(tx, id, reason, at))) throw IdentityErrors.UNIT_CERTIFICATE_WITHDRAWN();
      const subject = { kind: 'unit', id: row.unitId };
      await this.audit.record(tx, { action: 'identity.withdrawUnitCertificate', subject, details: { id, reason } });
      return toUnitCertificateView(Object.assign(row, { withdrawnAt: at, withdrawalReason: reason }));
    });
  }

  async list(query: z.output<typeof UnitCertificateQuery>): Promise<Page<View>> {
    const { cursor, limit, unitId } = query;
    const filter = { unitId, after: idInCursor(cursor), limit: limit + 1 };
    const rows = await this.unitOfWork.read((tx) => this.certificates.list(tx, filter));
    return keysetPage(rows, limit, ({ id }) => [id], toUnitCertificateView);
  }

  /** Those of a unit that have not been withdrawn. */
  async standingOf(tx: Tx, unitId: string): Promise<UnitCertificate[]> {
    return this.certificates.standingOf(tx, unitId);
  }

  private async insert(tx: Tx, row: UnitCertificate): Promise<void> {
    try {
      await this.certificates.insert(tx, row);
    } catch (error) {
      throw violates(error, 'unit_certificate_number_key') ? IdentityErrors.UNIT_CERTIFICATE_EXISTS({}, error) : error;
    }
  }
}
