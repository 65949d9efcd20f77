import { Injectable } from '@nestjs/common';
import type { Areal, BoundingBox } from '../../geo/index.js';
import { newId, type Tx } from '../../platform/index.js';
import type { LayerRelation } from './layer.codes.js';
import { EvidenceLayer } from './layer.entities.js';
import type { Relation } from './layer-relation.rules.js';
import type { LayerShape } from './layer-shapes.rules.js';

const BATCH = 200;

/** A place that is to be judged. */
export interface PlacedItem {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
}

export interface Nearby {
  readonly itemId: string;
  readonly featureId: string;
}

export interface LayerTag {
  readonly code: string;
  readonly version: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly source: string;
  readonly sourceDate: string;
  readonly nearMetres: number;
  readonly supersededAt: Date | null;
  readonly relation: LayerRelation;
  readonly distanceMetres: number | null;
  readonly feature: string | null;
  readonly taggedAt: Date;
}

export interface LayerFeatureRow {
  readonly id: string;
  readonly number: number;
  readonly name: string | null;
  readonly geometry: Areal;
  readonly code: string;
  readonly version: string;
  readonly nameZh: string;
  readonly source: string;
  readonly sourceDate: string;
}

export interface FeaturesAsked {
  /** Whose box meets one of these. */
  readonly boxes?: readonly BoundingBox[] | undefined;
  readonly id?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The only SQL on layers, their areas and the tags by them. */
@Injectable()
export class LayerRepository {
  /** Imports follow one another: of each code one version is in force. */
  async lockImports(tx: Tx): Promise<void> {
    await tx.execute('LOCK TABLE evidence_layer IN SHARE ROW EXCLUSIVE MODE');
  }

  async find(tx: Tx, id: string): Promise<EvidenceLayer | null> {
    return tx.repository(EvidenceLayer).findOneBy({ id });
  }

  async ofCode(tx: Tx, code: string): Promise<EvidenceLayer[]> {
    return tx.repository(EvidenceLayer).find({ where: { code }, order: { id: 'DESC' } });
  }

  async inForce(tx: Tx): Promise<EvidenceLayer[]> {
    return tx.query<EvidenceLayer>(
      `SELECT id, code, version, near_metres AS "nearMetres" FROM evidence_layer WHERE superseded_at IS NULL ORDER BY code`,
    );
  }

  /** Latest first. */
  async list(
    tx: Tx,
    {
      code,
      inForce,
      before,
      limit,
    }: { code?: string | undefined; inForce: boolean; before?: string | undefined; limit: number },
  ): Promise<EvidenceLayer[]> {
    const query = tx.repository(EvidenceLayer).createQueryBuilder('layer').orderBy('layer.id', 'DESC').limit(limit);
    if (code !== undefined) query.andWhere('layer.code = :code', { code });
    if (inForce) query.andWhere('layer.supersededAt IS NULL');
    if (before !== undefined) query.andWhere('layer.id < :before', { before });
    return query.getMany();
  }

  async supersede(tx: Tx, code: string, at: Date): Promise<void> {
    await tx.execute(`UPDATE evidence_layer SET superseded_at = $2 WHERE code = $1 AND superseded_at IS NULL`, [
      code,
      at,
    ]);
  }

  async insert(tx: Tx, layer: EvidenceLayer, shapes: readonly LayerShape[]): Promise<void> {
    await tx.repository(EvidenceLayer).insert(layer);
    for (let at = 0; at < shapes.length; at += BATCH) {
      const batch = shapes.slice(at, at + BATCH);
      await tx.execute(
        `INSERT INTO evidence_layer_feature (id, layer_id, number, name, geometry, bounds)
         SELECT id, $1, number, name, geometry, bounds
         FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::jsonb[], $6::text[]::box[]) AS shape (id, number, name, geometry, bounds)`,
        [
          layer.id,
          batch.map(() => newId()),
          batch.map(({ number }) => number),
          batch.map(({ name }) => name),
          batch.map(({ geometry }) => JSON.stringify(geometry)),
          batch.map(({ bounds }) => boxLiteral(bounds)),
        ],
      );
    }
  }

  /** Items that say where they were taken, by their ids, after one of them. */
  async placedAfter(tx: Tx, after: string, limit: number): Promise<PlacedItem[]> {
    return tx.query<PlacedItem>(
      `SELECT id, lon, lat FROM evidence_item WHERE id > $1 AND lon IS NOT NULL ORDER BY id LIMIT $2`,
      [after, limit],
    );
  }

  async placed(tx: Tx, id: string): Promise<PlacedItem | undefined> {
    return tx.queryOne<PlacedItem>(`SELECT id, lon, lat FROM evidence_item WHERE id = $1 AND lon IS NOT NULL`, [id]);
  }

  /** Which areas of a layer have a box that meets that around an item. */
  async nearby(tx: Tx, layerId: string, boxes: readonly { id: string; box: BoundingBox }[]): Promise<Nearby[]> {
    return tx.query<Nearby>(
      `SELECT asked.id AS "itemId", f.id AS "featureId"
       FROM unnest($2::uuid[], $3::text[]::box[]) AS asked (id, box)
       JOIN evidence_layer_feature f ON f.bounds && asked.box AND f.layer_id = $1`,
      [layerId, boxes.map(({ id }) => id), boxes.map(({ box }) => boxLiteral(box))],
    );
  }

  async shapes(tx: Tx, ids: readonly string[]): Promise<{ id: string; number: number; geometry: Areal }[]> {
    return tx.query(`SELECT id, number, geometry FROM evidence_layer_feature WHERE id = ANY ($1)`, [ids]);
  }

  /** What an item was tagged with once stays: a second time changes nothing. */
  async tag(
    tx: Tx,
    layerId: string,
    tags: readonly { item: PlacedItem; relation: Relation }[],
    taggedAt: Date,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO evidence_layer_tag (id, item_id, layer_id, relation, feature_id, distance_metres, lon, lat, tagged_at)
       SELECT id, item_id, $1, relation, feature_id, distance, lon, lat, $9
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::double precision[], $7::double precision[],
         $8::double precision[]) AS tag (id, item_id, relation, feature_id, distance, lon, lat)
       ON CONFLICT ON CONSTRAINT evidence_layer_tag_key DO NOTHING`,
      [
        layerId,
        tags.map(() => newId()),
        tags.map(({ item }) => item.id),
        tags.map(({ relation }) => relation.relation),
        tags.map(({ relation }) => relation.featureId),
        tags.map(({ relation }) => relation.distanceMetres),
        tags.map(({ item }) => item.lon),
        tags.map(({ item }) => item.lat),
        taggedAt,
      ],
    );
  }

  /** By every version the item was ever held against, by code and then the latest first. */
  async tagsOf(tx: Tx, itemId: string): Promise<LayerTag[]> {
    return tx.query<LayerTag>(
      `SELECT l.code, l.version, l.name_zh AS "nameZh", l.name_en AS "nameEn", l.source,
         l.source_date::text AS "sourceDate", l.near_metres AS "nearMetres", l.superseded_at AS "supersededAt",
         t.relation, t.distance_metres AS "distanceMetres", f.name AS feature, t.tagged_at AS "taggedAt"
       FROM evidence_layer_tag t JOIN evidence_layer l ON l.id = t.layer_id
       LEFT JOIN evidence_layer_feature f ON f.id = t.feature_id
       WHERE t.item_id = $1 ORDER BY l.code, l.id DESC`,
      [itemId],
    );
  }

  /** Areas of all layers in force, by id. */
  async featuresInForce(tx: Tx, { boxes, id, after, limit }: FeaturesAsked): Promise<LayerFeatureRow[]> {
    return tx.query<LayerFeatureRow>(
      `SELECT f.id, f.number, f.name, f.geometry, l.code, l.version, l.name_zh AS "nameZh", l.source,
         l.source_date::text AS "sourceDate"
       FROM evidence_layer_feature f JOIN evidence_layer l ON l.id = f.layer_id
       WHERE l.superseded_at IS NULL AND ($1::text[] IS NULL OR f.bounds && ANY ($1::text[]::box[]))
         AND ($2::uuid IS NULL OR f.id = $2) AND ($3::uuid IS NULL OR f.id > $3)
       ORDER BY f.id LIMIT $4`,
      [boxes?.map(boxLiteral) ?? null, id ?? null, after ?? null, limit],
    );
  }

  async countInForce(tx: Tx, boxes: readonly BoundingBox[] | undefined): Promise<number> {
    const found = await tx.queryOne<{ n: number }>(
      `SELECT count(*)::integer AS n FROM evidence_layer_feature f JOIN evidence_layer l ON l.id = f.layer_id
       WHERE l.superseded_at IS NULL AND ($1::text[] IS NULL OR f.bounds && ANY ($1::text[]::box[]))`,
      [boxes?.map(boxLiteral) ?? null],
    );
    return found?.n ?? 0;
  }
}

function boxLiteral({ minLon, minLat, maxLon, maxLat }: BoundingBox): string {
  return `(${maxLon},${maxLat}),(${minLon},${minLat})`;
}
