import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { boxLiteral } from '../airspace/space.columns.js';
import { RapidTest } from './rapid-test.entity.js';
import type { RapidTestVerdict } from './rapid-test.rules.js';

export interface RapidTestFilter {
  readonly scope: AccessScope;
  readonly bbox?: BoundingBox | undefined;
  readonly caseId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly verdict?: RapidTestVerdict | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The only SQL on rapid tests. */
@Injectable()
export class RapidTestRepository {
  /** False when a run with the same delivery key is there already; that one is left as it is. */
  async insert(tx: Tx, run: RapidTest): Promise<boolean> {
    const { raw } = await tx
      .repository(RapidTest)
      .createQueryBuilder()
      .insert()
      .values(run)
      .orIgnore()
      .returning('id')
      .execute();
    return (raw as unknown[]).length === 1;
  }

  async find(tx: Tx, id: string): Promise<RapidTest | null> {
    return tx.repository(RapidTest).findOneBy({ id });
  }

  async findByDelivery(tx: Tx, deliveryKey: Buffer): Promise<RapidTest | null> {
    return tx.repository(RapidTest).findOneBy({ deliveryKey });
  }

  async list(tx: Tx, filter: RapidTestFilter): Promise<RapidTest[]> {
    const { scope, bbox, caseId, deviceId, verdict, from, to, before, limit } = filter;
    const query = tx
      .repository(RapidTest)
      .createQueryBuilder('r')
      .where('(r.unitId = ANY (:unitIds) OR r.caseId = ANY (:caseIds))', scope)
      .orderBy('r.id', 'DESC')
      .limit(limit);
    if (before) query.andWhere('r.id < :before', { before });
    if (caseId) query.andWhere('r.caseId = :caseId', { caseId });
    if (deviceId) query.andWhere('r.deviceId = :deviceId', { deviceId });
    if (verdict) query.andWhere('r.verdict = :verdict', { verdict });
    if (from) query.andWhere('r.at >= :from', { from });
    if (to) query.andWhere('r.at < :to', { to });
    if (bbox) query.andWhere('r.position <@ :bbox::box', { bbox: boxLiteral(bbox) });
    return query.getMany();
  }
}
