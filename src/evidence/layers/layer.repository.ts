import { Injectable } from '@nestjs/common';
import type { Areal, BoundingBox } from '../../geo/index.js';
import { newId, type Tx } from '../../platform/index.js';
import type { ClaimSource } from '../evidence.codes.js';
import { claimedSigmaMetres } from '../footprint/standing.rules.js';
import type { RawTags } from '../metadata/raw-tags.js';
import type { LayerRelation } from './layer.codes.js';
import { EvidenceLayer } from './layer.entities.js';
import type { Relation } from './layer-relation.rules.js';
import type { LayerShape } from './layer-shapes.rules.js';

const BATCH = 200;
/** Nineteen times in twenty the item is within two standard deviations. */
const SIGMAS = 2;
const OF_THE_FILE: ReadonlySet<ClaimSource> = new Set(['exif_gps', 'xmp_exif', 'xmp_dji']);

/** A place that is to be judged. */
export interface PlacedItem {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** Null where it is not known. */
  readonly uncertaintyMetres: number | null;
}

interface ItemRow {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly positionSource: ClaimSource | null;
  readonly tags: RawTags | null;
}

const PLACED = `SELECT id, lon, lat, position_source AS "positionSource", metadata -> 'tags' AS tags FROM evidence_item`;

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
  readonly positionUncertaintyMetres: number | null;
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
    const rows = await tx.query<ItemRow>(
      `${PLACED} WHERE id > $1 AND lon IS NOT NULL ORDER BY id LIMIT $2 FOR NO KEY UPDATE`,
      [after, limit],
    );
    return rows.map(toPlaced);
  }

  /** Its position stays as it is until the end of the transaction. */
  async placed(tx: Tx, id: string): Promise<PlacedItem | undefined> {
    const row = await tx.queryOne<ItemRow>(`${PLACED} WHERE id = $1 AND lon IS NOT NULL FOR NO KEY UPDATE`, [id]);
    return row && toPlaced(row);
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

  /** What a position was tagged with stays: a second time changes nothing, another position adds a revision. */
  async tag(
    tx: Tx,
    layerId: string,
    tags: readonly { item: PlacedItem; relation: Relation }[],
    taggedAt: Date,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO evidence_layer_tag (id, item_id, layer_id, relation, feature_id, distance_metres, lon, lat,
         position_uncertainty_metres, revision, tagged_at)
       SELECT tag.id, tag.item_id, $1, tag.relation, tag.feature_id, tag.distance, tag.lon, tag.lat, tag.uncertainty,
         coalesce(before.revision, 0) + 1, $10
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::double precision[], $7::double precision[],
         $8::double precision[], $9::double precision[]) AS tag (id, item_id, relation, feature_id, distance, lon, lat, uncertainty)
       LEFT JOIN LATERAL (SELECT t.revision, t.lon, t.lat, t.position_uncertainty_metres FROM evidence_layer_tag t
         WHERE t.item_id = tag.item_id AND t.layer_id = $1 ORDER BY t.revision DESC LIMIT 1) AS before ON true
       WHERE before.revision IS NULL OR (before.lon, before.lat) <> (tag.lon, tag.lat)
         OR before.position_uncertainty_metres IS DISTINCT FROM tag.uncertainty
       ON CONFLICT ON CONSTRAINT uq_evidence_layer_tag_revision DO NOTHING`,
      [
        layerId,
        tags.map(() => newId()),
        tags.map(({ item }) => item.id),
        tags.map(({ relation }) => relation.relation),
        tags.map(({ relation }) => relation.featureId),
        tags.map(({ relation }) => relation.distanceMetres),
        tags.map(({ item }) => item.lon),
        tags.map(({ item }) => item.lat),
        tags.map(({ item }) => item.uncertaintyMetres),
        taggedAt,
      ],
    );
  }

  /** As it stands to every version it was ever held against, by code and then the latest first. */
  async tagsOf(tx: Tx, itemId: string): Promise<LayerTag[]> {
    return tx.query<LayerTag>(
      `SELECT l.code, l.version, l.name_zh AS "nameZh", l.name_en AS "nameEn", l.source,
         l.source_date::text AS "sourceDate", l.near_metres AS "nearMetres", l.superseded_at AS "supersededAt",
         t.relation, t.distance_metres AS "distanceMetres",
         t.position_uncertainty_metres AS "positionUncertaintyMetres", f.name AS feature, t.tagged_at AS "taggedAt"
       FROM evidence_layer_tag t JOIN evidence_layer l ON l.id = t.layer_id
       LEFT JOIN evidence_layer_feature f ON f.id = t.feature_id
       WHERE t.item_id = $1 AND ${standing('t')} ORDER BY l.code, l.id DESC`,
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

/** A drone's receiver says how sure it was; of a position by hand, or of a phone's, nobody does. */
function toPlaced({ id, lon, lat, positionSource, tags }: ItemRow): PlacedItem {
  const sigma = positionSource !== null && OF_THE_FILE.has(positionSource) ? claimedSigmaMetres(tags) : undefined;
  return { id, lon, lat, uncertaintyMetres: sigma === undefined ? null : sigma * SIGMAS };
}

/** Of the tags of an item by one version of a layer, the one by its newest position. */
export function standing(tag: string): string {
  return `NOT EXISTS (SELECT 1 FROM evidence_layer_tag later WHERE later.item_id = ${tag}.item_id
    AND later.layer_id = ${tag}.layer_id AND later.revision > ${tag}.revision)`;
}

function boxLiteral({ minLon, minLat, maxLon, maxLat }: BoundingBox): string {
  return `(${maxLon},${maxLat}),(${minLon},${minLat})`;
}
