import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { boundingBox, type BoundingBox, type Occupation } from '../../../geo/index.js';
import { periodLiteral, type Tx } from '../../../platform/index.js';
import { AirspaceZone } from './airspace-zone.entity.js';
import type { ZoneRule } from './airspace-zone.rules.js';
import type { ZoneCandidate } from '../deconfliction/deconfliction.rules.js';
import { asBand, asOpenPeriod, bandLiteral, boxLiteral } from '../space.columns.js';

export interface ZoneFilter {
  readonly bbox?: BoundingBox | undefined;
  readonly rule?: ZoneRule | undefined;
  readonly at?: Date | undefined;
  readonly publicationId?: string | undefined;
  /** Also versions that have ended. */
  readonly ended?: boolean | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What the exact test asks of a zone. */
type KnownZone = Pick<
  AirspaceZone,
  'id' | 'version' | 'name' | 'rule' | 'authority' | 'geometry' | 'band' | 'during' | 'applicability'
>;

/** Ranges as the driver gives them. */
interface ZoneRow extends Omit<KnownZone, 'band' | 'during'> {
  readonly band: string;
  readonly during: string;
}

/** Versions of zones kept ready; one takes a few kilobytes. */
const MOST_KNOWN = 10_000;
const BATCH = 500;

/** The only SQL on airspace zones. */
@Injectable()
export class AirspaceZoneRepository {
  /** A version never changes, so what was read of it once holds; whether it has ended is asked each time. */
  private readonly known = new Map<string, ZoneCandidate>();

  async insert(tx: Tx, zones: readonly AirspaceZone[]): Promise<void> {
    for (let at = 0; at < zones.length; at += BATCH) {
      await tx.repository(AirspaceZone).insert(zones.slice(at, at + BATCH));
    }
  }

  async find(tx: Tx, id: string): Promise<AirspaceZone | null> {
    return tx.repository(AirspaceZone).findOneBy({ id });
  }

  async findAll(tx: Tx, ids: readonly string[]): Promise<AirspaceZone[]> {
    return ids.length === 0 ? [] : tx.repository(AirspaceZone).findBy({ id: In([...ids]) });
  }

  /** The zone, its row held until the end of the transaction. */
  async lock(tx: Tx, id: string): Promise<AirspaceZone | null> {
    await tx.query(`SELECT id FROM airspace_zone WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return this.find(tx, id);
  }

  /** Every version of the zone that this is a version of, the newest first. */
  async versions(tx: Tx, { originId }: AirspaceZone): Promise<AirspaceZone[]> {
    return tx.repository(AirspaceZone).find({ where: { originId }, order: { version: 'DESC' } });
  }

  /** The version in force of each zone of a publication. */
  async inForce(
    tx: Tx,
    publicationId: string,
  ): Promise<Pick<AirspaceZone, 'id' | 'code' | 'originId' | 'version' | 'digest'>[]> {
    return tx.query(
      `SELECT id, code, origin_id AS "originId", version, digest FROM airspace_zone
       WHERE publication_id = $1 AND ended_at IS NULL ORDER BY id`,
      [publicationId],
    );
  }

  async end(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    if (ids.length === 0) return;
    await tx.execute(`UPDATE airspace_zone SET ended_at = $2 WHERE id = ANY ($1) AND ended_at IS NULL`, [ids, at]);
  }

  /** Zones in force whose boxes, heights and periods meet the plan's; the exact test is for the rules. */
  async candidates(tx: Tx, plan: Occupation): Promise<ZoneCandidate[]> {
    const near = await tx.prepared<{ id: string }>(
      'missions.zonesNear',
      `SELECT DISTINCT z.id
       FROM unnest($1::text[], $2::text[]) AS plan (bbox, band)
       JOIN airspace_zone z ON z.ended_at IS NULL
         AND z.bbox && plan.bbox::box AND z.band && plan.band::numrange AND z.during && $3::tstzrange
       ORDER BY z.id`,
      [
        plan.volumes.map(({ geometry }) => boxLiteral(boundingBox(geometry))),
        plan.volumes.map((volume) => bandLiteral(volume)),
        periodLiteral(plan.during),
      ],
    );
    const unknown = near.map(({ id }) => id).filter((id) => !this.known.has(id));
    if (unknown.length > 0) await this.learn(tx, unknown);
    return near.flatMap(({ id }) => this.known.get(id) ?? []);
  }

  async list(tx: Tx, { bbox, rule, at, publicationId, ended, before, limit }: ZoneFilter): Promise<AirspaceZone[]> {
    const query = tx.repository(AirspaceZone).createQueryBuilder('z').orderBy('z.id', 'DESC').limit(limit);
    if (before) query.andWhere('z.id < :before', { before });
    if (rule) query.andWhere('z.rule = :rule', { rule });
    if (at) query.andWhere('z.during @> :at::timestamptz', { at });
    if (bbox) query.andWhere('z.bbox && :bbox::box', { bbox: boxLiteral(bbox) });
    if (publicationId) query.andWhere('z.publicationId = :publicationId', { publicationId });
    if (ended !== true) query.andWhere('z.endedAt IS NULL');
    return query.getMany();
  }

  private async learn(tx: Tx, ids: readonly string[]): Promise<void> {
    const zones = await tx.prepared<ZoneRow>(
      'missions.zonesNew',
      `SELECT id, version, name, rule, authority, geometry, band, during, applicability
       FROM airspace_zone WHERE id = ANY ($1)`,
      [ids],
    );
    for (const oldest of this.known.keys()) {
      if (this.known.size + zones.length <= MOST_KNOWN) break;
      this.known.delete(oldest);
    }
    for (const { band, during, ...zone } of zones)
      this.known.set(zone.id, toZoneCandidate({ ...zone, band: asBand.from(band), during: asOpenPeriod.from(during) }));
  }
}

export function toZoneCandidate(zone: KnownZone): ZoneCandidate {
  const { id, version, name, rule, authority, geometry, band, during, applicability } = zone;
  return { zoneId: id, version, name, rule, authority, geometry, ...band, during, applicability };
}
