import { Injectable } from '@nestjs/common';
import { boundingBox, type Areal, type Occupation } from '../../../geo/index.js';
import { periodLiteral, type Tx } from '../../../platform/index.js';
import { boxLiteral } from '../space.columns.js';
import { AirspaceEdition, AirspacePublication } from './airspace-publication.entity.js';

/** The lock on which imports wait for each other. */
const IMPORT_LOCK = 0x7a6f6e65;

/** Areas kept ready. */
const MOST_KNOWN = 500;

/** The only SQL on publications of airspace and their editions. */
@Injectable()
export class AirspacePublicationRepository {
  /** The area of an edition never changes, so what was read of it once holds. */
  private readonly areas = new Map<string, Areal>();

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

  /** Those in force for the whole period; with the areas of those whose boxes meet the plan's. */
  async inForce(tx: Tx, { during, volumes }: Occupation): Promise<{ count: number; near: Areal[] }> {
    const rows = await tx.prepared<{ id: string; edition: number; isNear: boolean }>(
      'missions.publicationsInForce',
      `SELECT id, edition,
         EXISTS (SELECT 1 FROM unnest($1::text[]) AS b (box) WHERE p.area_box && b.box::box) AS "isNear"
       FROM airspace_publication p WHERE ended_at IS NULL AND during @> $2::tstzrange ORDER BY id`,
      [volumes.map(({ geometry }) => boxLiteral(boundingBox(geometry))), periodLiteral(during)],
    );
    const near = rows.filter(({ isNear }) => isNear);
    const unknown = near.filter((row) => !this.areas.has(keyOf(row)));
    if (unknown.length > 0)
      await this.learn(
        tx,
        unknown.map(({ id }) => id),
      );
    return { count: rows.length, near: near.flatMap((row) => this.areas.get(keyOf(row)) ?? []) };
  }

  private async learn(tx: Tx, ids: readonly string[]): Promise<void> {
    if (this.areas.size + ids.length > MOST_KNOWN) this.areas.clear();
    const rows = await tx.query<{ id: string; edition: number; area: Areal }>(
      `SELECT id, edition, area FROM airspace_publication WHERE id = ANY ($1)`,
      [ids],
    );
    for (const row of rows) this.areas.set(keyOf(row), row.area);
  }
}

function keyOf({ id, edition }: Pick<AirspacePublication, 'id' | 'edition'>): string {
  return `${id} ${edition}`;
}
