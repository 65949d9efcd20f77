import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { boxLiteral } from '../airspace/space.columns.js';
import type { PhotoSubject } from '../method-cards/method-card.rules.js';
import { RapidTest, RapidTestPhoto } from './rapid-test.entity.js';
import type { RapidTestVerdict } from './run.codes.js';

export interface RapidTestFilter {
  readonly scope: AccessScope;
  readonly bbox?: BoundingBox | undefined;
  readonly caseId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly sampleId?: string | undefined;
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

  /** Until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<RapidTest | null> {
    return tx
      .repository(RapidTest)
      .createQueryBuilder('r')
      .setLock('pessimistic_write')
      .where('r.id = :id', { id })
      .getOne();
  }

  async save(tx: Tx, run: RapidTest): Promise<void> {
    const { id, ...columns } = run;
    await tx.repository(RapidTest).update(id, columns);
  }

  async addPhotos(
    tx: Tx,
    rapidTestId: string,
    photos: readonly { readonly fileId: string; readonly subject: PhotoSubject }[],
  ): Promise<void> {
    if (photos.length === 0) return;
    await tx
      .repository(RapidTestPhoto)
      .insert(photos.map((photo, index) => ({ ...photo, rapidTestId, ordinal: index + 1 })));
  }

  async photosOf(tx: Tx, rapidTestId: string): Promise<RapidTestPhoto[]> {
    return tx.repository(RapidTestPhoto).find({ where: { rapidTestId }, order: { ordinal: 'ASC' } });
  }

  /** The runs that a file is a photo or a laboratory's report of. */
  async ofFile(tx: Tx, fileId: string): Promise<RapidTest[]> {
    return tx
      .repository(RapidTest)
      .createQueryBuilder('r')
      .where(
        `r.id IN (SELECT rapid_test_id FROM rapid_test_photo WHERE file_id = :fileId
                  UNION SELECT rapid_test_id FROM rapid_test_confirmation WHERE report_file_id = :fileId)`,
        { fileId },
      )
      .getMany();
  }

  /** The runs of a sample that can be relied on, oldest first. */
  async validOf(tx: Tx, sampleId: string): Promise<RapidTest[]> {
    return tx
      .repository(RapidTest)
      .createQueryBuilder('r')
      .where('r.sampleId = :sampleId AND cardinality(r.flags) = 0', { sampleId })
      .orderBy('r.id')
      .getMany();
  }

  async findByDelivery(tx: Tx, deliveryKey: Buffer): Promise<RapidTest | null> {
    return tx.repository(RapidTest).findOneBy({ deliveryKey });
  }

  async list(tx: Tx, filter: RapidTestFilter): Promise<RapidTest[]> {
    const { scope, bbox, caseId, deviceId, sampleId, verdict, from, to, before, limit } = filter;
    const query = tx
      .repository(RapidTest)
      .createQueryBuilder('r')
      .where('(r.unitId = ANY (:unitIds) OR r.caseId = ANY (:caseIds))', scope)
      .orderBy('r.id', 'DESC')
      .limit(limit);
    if (before) query.andWhere('r.id < :before', { before });
    if (caseId) query.andWhere('r.caseId = :caseId', { caseId });
    if (deviceId) query.andWhere('r.deviceId = :deviceId', { deviceId });
    if (sampleId) query.andWhere('r.sampleId = :sampleId', { sampleId });
    if (verdict) query.andWhere('r.verdict = :verdict', { verdict });
    if (from) query.andWhere('r.at >= :from', { from });
    if (to) query.andWhere('r.at < :to', { to });
    if (bbox) query.andWhere('r.position <@ :bbox::box', { bbox: boxLiteral(bbox) });
    return query.getMany();
  }
}
