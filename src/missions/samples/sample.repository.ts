import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { Medium } from '../../reference/index.js';
import { boxLiteral } from '../airspace/space.columns.js';
import { Sample, SampleHandOver, SamplePhoto, SamplePortion, SampleSeal } from './sample.entity.js';

export interface SampleFilter {
  readonly scope: AccessScope;
  readonly bbox?: BoundingBox | undefined;
  readonly caseId?: string | undefined;
  readonly medium?: Medium | undefined;
  readonly seal?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A sample with everything that hangs on it. */
export interface WholeSample {
  readonly sample: Sample;
  readonly portions: readonly SamplePortion[];
  readonly seals: readonly SampleSeal[];
  readonly handOvers: readonly SampleHandOver[];
  readonly photos: readonly SamplePhoto[];
}

export interface BrokenSeal {
  readonly portionId: string;
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

/** The last hand of each portion. */
const LAST_HANDS = `SELECT DISTINCT ON (p.id) p.sample_id, h.to_user_id
  FROM sample_portion p JOIN sample_hand_over h ON h.portion_id = p.id`;
const NEWEST_FIRST = 'ORDER BY p.id, h.ordinal DESC';
/** Samples of which a person has a portion: first those that person ever had, of which few are looked at. */
const HELD_BY_ONE = `SELECT held.sample_id FROM (${LAST_HANDS}
  WHERE p.id IN (SELECT portion_id FROM sample_hand_over WHERE to_user_id = :userId) ${NEWEST_FIRST}) held
  WHERE held.to_user_id = :userId`;

/** As the unique index on seal numbers has it. */
const spelt = (number: string): string => `upper(regexp_replace(normalize(${number}, NFKC), '\\s', '', 'g'))`;

/** The only SQL on samples. */
@Injectable()
export class SampleRepository {
  async nextNumber(tx: Tx): Promise<string> {
    const row = await tx.queryOne<{ number: string }>(
      `SELECT 'YP-' || lpad(nextval('sample_number_seq')::text, 6, '0') AS number`,
    );
    if (!row) throw new Error('a sequence always answers');
    return row.number;
  }

  async insert(tx: Tx, { sample, portions, seals, handOvers, photos }: WholeSample): Promise<void> {
    await tx.repository(Sample).insert(sample);
    await tx.repository(SamplePortion).insert([...portions]);
    await tx.repository(SampleSeal).insert([...seals]);
    await tx.repository(SampleHandOver).insert([...handOvers]);
    if (photos.length > 0) await tx.repository(SamplePhoto).insert([...photos]);
  }

  async find(tx: Tx, id: string): Promise<Sample | null> {
    return tx.repository(Sample).findOneBy({ id });
  }

  async whole(tx: Tx, sample: Sample): Promise<WholeSample> {
    const portions = await tx
      .repository(SamplePortion)
      .find({ where: { sampleId: sample.id }, order: { ordinal: 'ASC' } });
    const ids = portions.map(({ id }) => id);
    const seals = await tx
      .repository(SampleSeal)
      .createQueryBuilder('s')
      .where('s.portionId = ANY (:ids)', { ids })
      .orderBy('s.id')
      .getMany();
    const handOvers = await tx
      .repository(SampleHandOver)
      .createQueryBuilder('h')
      .where('h.portionId = ANY (:ids)', { ids })
      .orderBy('h.ordinal')
      .getMany();
    const photos = await tx.repository(SamplePhoto).find({ where: { sampleId: sample.id }, order: { ordinal: 'ASC' } });
    return { sample, portions, seals, handOvers, photos };
  }

  /** Who of the service has a portion of the sample now. */
  async holderIds(tx: Tx, sampleId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT h.to_user_id AS id FROM (${LAST_HANDS} WHERE p.sample_id = $1 ${NEWEST_FIRST}) h
       WHERE h.to_user_id IS NOT NULL`,
      [sampleId],
    );
    return rows.map(({ id }) => id);
  }

  /** Until the transaction ends; undefined when the sample has no such portion. */
  async lockPortion(tx: Tx, sampleId: string, portionId: string): Promise<SamplePortion | undefined> {
    const portion = await tx
      .repository(SamplePortion)
      .createQueryBuilder('p')
      .setLock('pessimistic_write')
      .where('p.id = :portionId AND p.sampleId = :sampleId', { portionId, sampleId })
      .getOne();
    return portion ?? undefined;
  }

  async findPortion(tx: Tx, portionId: string): Promise<SamplePortion | null> {
    return tx.repository(SamplePortion).findOneBy({ id: portionId });
  }

  /** Every chain has a first entry. */
  async lastHandOver(tx: Tx, portionId: string): Promise<SampleHandOver> {
    const rows = await tx
      .repository(SampleHandOver)
      .find({ where: { portionId }, order: { ordinal: 'DESC' }, take: 1 });
    const [row] = rows;
    if (!row) throw new Error(`portion ${portionId} has no chain`);
    return row;
  }

  async addHandOver(tx: Tx, row: SampleHandOver): Promise<void> {
    await tx.repository(SampleHandOver).insert(row);
  }

  async hasWholeSeal(tx: Tx, portionId: string): Promise<boolean> {
    return tx
      .repository(SampleSeal)
      .createQueryBuilder('s')
      .where('s.portionId = :portionId AND s.brokenAt IS NULL', { portionId })
      .getExists();
  }

  async breakSeal(tx: Tx, { portionId, at, by, reason }: BrokenSeal): Promise<void> {
    await tx.execute(
      `UPDATE sample_seal SET broken_at = $2, broken_by = $3, broken_reason = $4
       WHERE portion_id = $1 AND broken_at IS NULL`,
      [portionId, at, by, reason],
    );
  }

  async addSeal(tx: Tx, seal: SampleSeal): Promise<void> {
    await tx.repository(SampleSeal).insert(seal);
  }

  async list(tx: Tx, filter: SampleFilter): Promise<Sample[]> {
    const { scope, bbox, caseId, medium, seal, from, to, before, limit } = filter;
    const query = tx
      .repository(Sample)
      .createQueryBuilder('s')
      .where(`(s.unitId = ANY (:unitIds) OR s.caseId = ANY (:caseIds) OR s.id IN (${HELD_BY_ONE}))`, scope)
      .orderBy('s.id', 'DESC')
      .limit(limit);
    if (before) query.andWhere('s.id < :before', { before });
    if (caseId) query.andWhere('s.caseId = :caseId', { caseId });
    if (medium) query.andWhere('s.medium = :medium', { medium });
    if (from) query.andWhere('s.takenAt >= :from', { from });
    if (to) query.andWhere('s.takenAt < :to', { to });
    if (bbox) query.andWhere('s.position <@ :bbox::box', { bbox: boxLiteral(bbox) });
    if (seal)
      query.andWhere(
        `EXISTS (SELECT FROM sample_portion p JOIN sample_seal l ON l.portion_id = p.id
                 WHERE p.sample_id = s.id AND ${spelt('l.number')} = ${spelt(':seal')})`,
        { seal },
      );
    return query.getMany();
  }

  /** The samples that a file is a photo of. */
  async ofPhoto(tx: Tx, fileId: string): Promise<Sample[]> {
    return tx
      .repository(Sample)
      .createQueryBuilder('s')
      .where('s.id IN (SELECT sample_id FROM sample_photo WHERE file_id = :fileId)', { fileId })
      .getMany();
  }
}
