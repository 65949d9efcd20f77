import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { UnitCertificate } from './unit-certificate.entity.js';

export interface UnitCertificateFilter {
  readonly unitId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const STANDING = `
  SELECT id, unit_id AS "unitId", number, issuer, valid_from::text AS "validFrom", valid_until::text AS "validUntil",
    withdrawn_at AS "withdrawnAt", withdrawal_reason AS "withdrawalReason", recorded_by AS "recordedBy",
    recorded_at AS "recordedAt"
  FROM unit_certificate WHERE unit_id = $1 AND withdrawn_at IS NULL ORDER BY id`;

/** The only SQL on operating certificates of units. */
@Injectable()
export class UnitCertificateRepository {
  async insert(tx: Tx, certificate: UnitCertificate): Promise<void> {
    await tx.repository(UnitCertificate).insert(certificate);
  }

  async find(tx: Tx, id: string): Promise<UnitCertificate | null> {
    return tx.repository(UnitCertificate).findOneBy({ id });
  }

  /** Gives false when it had been withdrawn before. */
  async withdraw(tx: Tx, id: string, reason: string, at: Date): Promise<boolean> {
    const touched = await tx.execute(
      `UPDATE unit_certificate SET withdrawn_at = $2, withdrawal_reason = $3 WHERE id = $1 AND withdrawn_at IS NULL`,
      [id, at, reason],
    );
    return touched === 1;
  }

  async list(tx: Tx, { unitId, after, limit }: UnitCertificateFilter): Promise<UnitCertificate[]> {
    const query = tx.repository(UnitCertificate).createQueryBuilder('c').orderBy('c.id').limit(limit);
    if (unitId) query.andWhere('c.unitId = :unitId', { unitId });
    if (after) query.andWhere('c.id > :after', { after });
    return query.getMany();
  }

  /** Those of a unit that have not been withdrawn. */
  async standingOf(tx: Tx, unitId: string): Promise<UnitCertificate[]> {
    return tx.prepared<UnitCertificate>('identity.unitStanding', STANDING, [unitId]);
  }
}
