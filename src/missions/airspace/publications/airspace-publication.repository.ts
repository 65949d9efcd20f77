import { Injectable } from '@nestjs/common';
import { boundingBox, type Areal, type Occupation } from '../../../geo/index.js';
import { periodLiteral, type Tx } from '../../../platform/index.js';
import { boxLiteral } from '../space.columns.js';
import { AirspaceEdition, AirspacePublication } from './airspace-publication.entity.js';

/** The lock on which imports wait for each other. */
const IMPORT_LOCK = 0x7a6f6e65;

/** The only SQL on publications of airspace and their editions. */
@Injectable()
export class AirspacePublicationRepository {
  /** One import at a time; held until the end of the transaction. */
  async lockImports(tx: Tx): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1)`, [IMPORT_LOCK]);
  }

  async find(tx: Tx, id: string): Promise<AirspacePublication | null> {
    return tx.repository(AirspacePublication).findOneBy({ id });
  }

  /** The one of this name that has not ended. */
  async named(tx: Tx, name: string): Promise<AirspacePublication | null> {
    return tx
      .repository(AirspacePublication)
      .createQueryBuilder('p')
      .where('p.name = :name AND p.endedAt IS NULL', { name })
      .getOne();
  }

  async save(tx: Tx, publication: AirspacePublication): Promise<void> {
    await tx.repository(AirspacePublication).save(publication);
  }

  async recordEdition(tx: Tx, edition: AirspaceEdition): Promise<void> {
    await tx.repository(AirspaceEdition).insert(edition);
  }

  /** The newest first. */
  async editions(tx: Tx, publicationId: string): Promise<AirspaceEdition[]> {
    return tx.repository(AirspaceEdition).find({ where: { publicationId }, order: { number: 'DESC' } });
  }

  async list(tx: Tx, before: string | undefined, limit: number): Promise<AirspacePublication[]> {
    const query = tx.repository(AirspacePublication).createQueryBuilder('p').orderBy('p.id', 'DESC').limit(limit);
    if (before) query.andWhere('p.id < :before', { before });
    return query.getMany();
  }

  async anyInForce(tx: Tx, { during }: Occupation): Promise<boolean> {
    const row = await tx.queryOne<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM airspace_publication WHERE ended_at IS NULL AND during @> $1::tstzrange) AS found`,
      [periodLiteral(during)],
    );
    return row?.found ?? false;
  }

  /** Areas of publications in force for the whole period whose boxes meet the plan's. */
  async areasNear(tx: Tx, { during, volumes }: Occupation): Promise<Areal[]> {
    const rows = await tx.query<{ area: Areal }>(
      `SELECT area FROM airspace_publication p
       WHERE ended_at IS NULL AND during @> $2::tstzrange
         AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS b (box) WHERE p.area_box && b.box::box)
       ORDER BY id`,
      [volumes.map(({ geometry }) => boxLiteral(boundingBox(geometry))), periodLiteral(during)],
    );
    return rows.map(({ area }) => area);
  }
}
