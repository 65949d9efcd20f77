import { Injectable } from '@nestjs/common';
import { boundingBox, type BoundingBox, type Occupation } from '../../geo/index.js';
import { periodLiteral, type Tx } from '../../platform/index.js';
import { AirspaceZone } from './airspace-zone.entity.js';
import type { ZoneRule } from './airspace-zone.rules.js';
import type { ZoneCandidate } from './deconfliction.rules.js';
import { bandLiteral, boxLiteral } from './space.columns.js';

export interface ZoneFilter {
  readonly bbox?: BoundingBox | undefined;
  readonly rule?: ZoneRule | undefined;
  readonly at?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The only SQL on airspace zones. */
@Injectable()
export class AirspaceZoneRepository {
  async insert(tx: Tx, zone: AirspaceZone): Promise<void> {
    await tx.repository(AirspaceZone).insert(zone);
  }

  async find(tx: Tx, id: string): Promise<AirspaceZone | null> {
    return tx.repository(AirspaceZone).findOneBy({ id });
  }

  /** Names of the zones that come from this source. */
  async names(tx: Tx, source: string): Promise<Set<string>> {
    const rows = await tx.query<{ name: string }>(`SELECT name FROM airspace_zone WHERE source = $1`, [source]);
    return new Set(rows.map(({ name }) => name));
  }

  /** Zones whose boxes, heights and periods meet the plan's; the exact test is for the rules. */
  async candidates(tx: Tx, plan: Occupation): Promise<ZoneCandidate[]> {
    const near = await tx.query<{ id: string }>(
      `SELECT DISTINCT z.id
       FROM unnest($1::text[], $2::text[]) AS plan (bbox, band)
       JOIN airspace_zone z ON z.bbox && plan.bbox::box AND z.band && plan.band::numrange AND z.during && $3::tstzrange`,
      [
        plan.volumes.map(({ geometry }) => boxLiteral(boundingBox(geometry))),
        plan.volumes.map((volume) => bandLiteral(volume)),
        periodLiteral(plan.during),
      ],
    );
    if (near.length === 0) return [];
    const zones = await tx
      .repository(AirspaceZone)
      .createQueryBuilder('z')
      .where('z.id = ANY (:ids)', { ids: near.map(({ id }) => id) })
      .orderBy('z.id')
      .getMany();
    return zones.map(toCandidate);
  }

  async list(tx: Tx, { bbox, rule, at, before, limit }: ZoneFilter): Promise<AirspaceZone[]> {
    const query = tx.repository(AirspaceZone).createQueryBuilder('z').orderBy('z.id', 'DESC').limit(limit);
    if (before) query.andWhere('z.id < :before', { before });
    if (rule) query.andWhere('z.rule = :rule', { rule });
    if (at) query.andWhere('z.during @> :at::timestamptz', { at });
    if (bbox) query.andWhere('z.bbox && :bbox::box', { bbox: boxLiteral(bbox) });
    return query.getMany();
  }
}

function toCandidate({ id, name, rule, authority, geometry, band, during }: AirspaceZone): ZoneCandidate {
  return { zoneId: id, name, rule, authority, geometry, ...band, during };
}
