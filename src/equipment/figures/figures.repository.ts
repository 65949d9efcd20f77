import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../platform/index.js';
import type { DeviceState } from '../equipment.codes.js';

export const GROUPINGS = ['kind', 'category', 'unit'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface UtilisationRow {
  /** Kind code, category, or unit id. */
  readonly group: string;
  readonly devices: number;
  readonly inService: number;
  readonly bookings: number;
  readonly bookedSeconds: number;
  readonly outSeconds: number;
  /** Devices that nobody had in the period. */
  readonly unused: number;
}

export interface IdleRow {
  readonly id: string;
  readonly assetCode: string;
  readonly kindCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly unitId: string;
  readonly state: DeviceState;
  /** When it came back the last time; null where it never left. */
  readonly lastUsedAt: Date | null;
}

export interface FiguresFilter {
  readonly unitIds: readonly string[] | null;
  readonly kindId: string | null;
}

const GROUP: Readonly<Record<Grouping, string>> = { kind: 'k.code', category: 'k.category', unit: 'd.unit_id::text' };

/** The time of a range that falls into the period, in seconds. */
const secondsWithin = (range: string): string =>
  `coalesce(sum(extract(epoch FROM upper(${range} * $1::tstzrange) - lower(${range} * $1::tstzrange))), 0)::float8`;

const CHOSEN = `d.part_of_id IS NULL AND ($2::uuid[] IS NULL OR d.unit_id = ANY($2)) AND ($3::uuid IS NULL OR d.kind_id = $3)`;

/** The only SQL of the pool's figures. */
@Injectable()
export class FiguresRepository {
  /** `now` ends what is still out. */
  async utilisation(
    tx: Tx,
    by: Grouping,
    during: Period,
    { unitIds, kindId }: FiguresFilter,
    now: Date,
  ): Promise<UtilisationRow[]> {
    return tx.query<UtilisationRow>(
      `SELECT ${GROUP[by]} AS "group", count(*)::int AS devices,
         count(*) FILTER (WHERE d.state = 'in_service')::int AS "inService",
         coalesce(sum(booked.bookings), 0)::int AS bookings, coalesce(sum(booked.seconds), 0)::float8 AS "bookedSeconds",
         coalesce(sum(held.seconds), 0)::float8 AS "outSeconds",
         count(*) FILTER (WHERE held.custodies IS NULL)::int AS unused
       FROM device d
       JOIN device_kind k ON k.id = d.kind_id
       LEFT JOIN (
         SELECT l.device_id, count(*) AS bookings, ${secondsWithin('b.during')} AS seconds
         FROM booking_line l JOIN booking b ON b.id = l.booking_id
         WHERE l.state IN ('reserved', 'out', 'overdue', 'returned') AND b.during && $1::tstzrange
         GROUP BY l.device_id) booked ON booked.device_id = d.id
       LEFT JOIN (
         SELECT c.device_id, count(*) AS custodies, ${secondsWithin('c.span')} AS seconds
         FROM (SELECT device_id, tstzrange(checked_out_at, greatest(coalesce(returned_at, $4), checked_out_at)) AS span FROM custody) c
         WHERE c.span && $1::tstzrange
         GROUP BY c.device_id) held ON held.device_id = d.id
       WHERE ${CHOSEN}
       GROUP BY 1 ORDER BY 1`,
      [periodLiteral(during), unitIds, kindId, now],
    );
  }

  /** Devices in service that nobody has had since `since` and nobody has now, longest first. */
  async idle(tx: Tx, since: Date, { unitIds, kindId }: FiguresFilter, limit: number): Promise<IdleRow[]> {
    return tx.query<IdleRow>(
      `SELECT d.id, d.asset_code AS "assetCode", k.code AS "kindCode", k.name_zh AS "nameZh", k.name_en AS "nameEn",
         d.unit_id AS "unitId", d.state, last.returned_at AS "lastUsedAt"
       FROM device d
       JOIN device_kind k ON k.id = d.kind_id
       LEFT JOIN LATERAL (
         SELECT returned_at, checked_out_at FROM custody c WHERE c.device_id = d.id
         ORDER BY checked_out_at DESC LIMIT 1) last ON true
       WHERE ${CHOSEN} AND d.state = 'in_service' AND d.created_at < $1
         AND (last.checked_out_at IS NULL OR last.returned_at < $1)
       ORDER BY last.returned_at NULLS FIRST, d.asset_code LIMIT $4`,
      [since, unitIds, kindId, limit],
    );
  }
}
