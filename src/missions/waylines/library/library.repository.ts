import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { LIVE_FLIGHT_STATES } from '../../flights/flight.rules.js';
import type { WaylineFinding } from '../checks/wayline-check.rules.js';
import type { Wayline } from '../wayline.types.js';
import type { LibraryItem, LibraryOrder } from './pilot-wayline.rules.js';

/** A wayline that belongs to a unit and to no flight. */
export interface UnitWayline {
  readonly id: string;
  readonly unitId: string;
  readonly name: string;
  readonly sha256: string;
  readonly templateType: string | null;
  readonly wayline: Wayline;
  readonly findings: readonly WaylineFinding[];
  readonly waypointCount: number;
  readonly lengthMetres: number;
  readonly addedBy: string;
  readonly addedByName: string;
  readonly addedAt: Date;
}

/** Whose waylines are looked through. */
export interface LibraryScope {
  readonly unitIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly userId: string;
}

interface LibraryFilter {
  readonly favoured?: boolean | undefined;
  readonly templateTypes?: readonly (string | null)[] | undefined;
  readonly reshoots?: boolean | undefined;
  /** `domain-type-subtype` each. */
  readonly drones?: readonly string[] | undefined;
  readonly payloads?: readonly string[] | undefined;
  readonly order: LibraryOrder;
  readonly limit: number;
  readonly offset: number;
}

interface ItemRow extends Omit<LibraryItem, 'drone' | 'payloads'> {
  readonly mission: Pick<Wayline['mission'], 'drone' | 'payloads'>;
  readonly total: number;
}

const UNIT_WAYLINE = `
  SELECT id, unit_id AS "unitId", name, sha256, template_type AS "templateType", wayline, findings,
    waypoint_count AS "waypointCount", length_metres AS "lengthMetres", added_by AS "addedBy",
    added_by_name AS "addedByName", added_at AS "addedAt"
  FROM unit_wayline`;

/** Takes pictures as they were taken before. */
const RESHOOTS = `@? '$.paths[*].waypoints[*].groups[*].actions[*] ? (@.code == "orientedShoot" || @.code == "accurateShoot")'`;

/**
 * Of units, and of flights that hold their airspace the one in force: what is set aside is given to no aircraft. A flight
 * is known again by its place in the calendar; that of its wayline is the name of a file.
 */
const LIBRARY = `
  WITH item AS (
    SELECT w.id, w.id AS subject_id, w.name, w.template_type, w.wayline, w.added_by_name AS user_name,
      w.added_at AS changed_at
    FROM unit_wayline w WHERE w.unit_id = ANY ($1::uuid[])
    UNION ALL
    SELECT l.id, f.id, regexp_replace(l.file_name, '[.][A-Za-z0-9]{1,5}$', '') || ' '
        || to_char(lower(f.during) AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24MI'),
      l.template_type, l.wayline, l.imported_by_name, l.imported_at
    FROM flight f CROSS JOIN LATERAL (
      SELECT * FROM flight_wayline w WHERE w.flight_id = f.id ORDER BY w.version DESC LIMIT 1) l
    WHERE f.state = ANY ($4) AND (f.unit_id = ANY ($1::uuid[]) OR f.case_id = ANY ($2::uuid[]))
      AND NOT l.findings @> '[{"code": "set_aside"}]'
  )`;
const PRODUCT = (of: string) => `(${of} ->> 'type') || '-' || (${of} ->> 'subType')`;

const ORDERS: Readonly<Record<LibraryOrder['by'], string>> = {
  name: 'i.name',
  update_time: 'i.changed_at',
  create_time: 'i.changed_at',
};

/** The only SQL on waylines of units, on favourites, and on what is offered to controllers. */
@Injectable()
export class LibraryRepository {
  async list(
    tx: Tx,
    scope: LibraryScope,
    { order, ...filter }: LibraryFilter,
  ): Promise<{ items: LibraryItem[]; total: number }> {
    const rows = await tx.query<ItemRow>(
      `${LIBRARY}, kept AS (
         SELECT i.*, v.user_id IS NOT NULL AS favoured
         FROM item i LEFT JOIN wayline_favourite v ON v.subject_id = i.subject_id AND v.user_id = $3
         WHERE ($5::boolean IS NULL OR (v.user_id IS NOT NULL) = $5)
           AND ($6::text[] IS NULL OR i.template_type = ANY ($6)
             OR ($7 AND (i.template_type IS NULL OR i.template_type <> ALL ($8::text[]))))
           AND ($9::boolean IS NULL OR (i.wayline ${RESHOOTS}) = $9)
           AND ($10::text[] IS NULL OR '0-' || ${PRODUCT(`(i.wayline #> '{mission,drone}')`)} = ANY ($10))
           AND ($11::text[] IS NULL OR EXISTS (SELECT 1 FROM jsonb_array_elements(i.wayline #> '{mission,payloads}') p
             WHERE '1-' || ${PRODUCT('p')} = ANY ($11)))
       ), page AS (
         SELECT i.*, count(*) OVER ()::int AS total FROM kept i
         ORDER BY ${ORDERS[order.by]} ${order.descending ? 'DESC' : 'ASC'}, i.id DESC LIMIT $12 OFFSET $13
       )
       SELECT i.id, i.name, i.wayline -> 'mission' AS mission, i.template_type AS "templateType", i.favoured,
         i.wayline ${RESHOOTS} AS reshoots, i.changed_at AS "changedAt", i.user_name AS "userName",
         i.wayline #> '{paths,0,waypoints,0,position}' AS start, i.total
       FROM page i ORDER BY ${ORDERS[order.by]} ${order.descending ? 'DESC' : 'ASC'}, i.id DESC`,
      [...scopeValues(scope), ...filterValues(filter)],
    );
    const items = rows.map(toItem);
    // Behind the last page nobody has counted.
    if (rows.length === 0 && filter.offset > 0)
      return { items, total: (await this.list(tx, scope, { ...filter, order, limit: 1, offset: 0 })).total };
    return { items, total: rows[0]?.total ?? 0 };
  }

  /** Of these ids those that are offered, with what a favourite is kept under. */
  async offered(tx: Tx, scope: LibraryScope, ids: readonly string[]): Promise<{ id: string; subjectId: string }[]> {
    return tx.query(
      `${LIBRARY} SELECT id, subject_id AS "subjectId" FROM item
       WHERE id = ANY ($5::uuid[]) AND $3::uuid IS NOT NULL`,
      [...scopeValues(scope), ids],
    );
  }

  async find(tx: Tx, id: string): Promise<UnitWayline | undefined> {
    return tx.queryOne<UnitWayline>(`${UNIT_WAYLINE} WHERE id = $1`, [id]);
  }

  async named(tx: Tx, unitId: string, name: string): Promise<UnitWayline | undefined> {
    return tx.queryOne<UnitWayline>(`${UNIT_WAYLINE} WHERE unit_id = $1 AND name = $2`, [unitId, name]);
  }

  /** Of these names those that are taken. */
  async takenNames(tx: Tx, unitId: string, names: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(
      `SELECT name FROM unit_wayline WHERE unit_id = $1 AND name = ANY ($2::text[]) ORDER BY name`,
      [unitId, names],
    );
    return rows.map(({ name }) => name);
  }

  /** False where the unit has one of that name. */
  async insert(tx: Tx, row: UnitWayline): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO unit_wayline (id, unit_id, name, sha256, template_type, wayline, findings, waypoint_count,
         length_metres, added_by, added_by_name, added_at)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11, $12)
       ON CONFLICT ON CONSTRAINT unit_wayline_name_key DO NOTHING RETURNING id`,
      [
        row.id,
        row.unitId,
        row.name,
        row.sha256,
        row.templateType,
        JSON.stringify(row.wayline),
        JSON.stringify(row.findings),
        row.waypointCount,
        row.lengthMetres,
        row.addedBy,
        row.addedByName,
        row.addedAt,
      ],
    );
    return inserted.length === 1;
  }

  async favour(tx: Tx, userId: string, subjectIds: readonly string[], at: Date): Promise<void> {
    await tx.execute(
      `INSERT INTO wayline_favourite (user_id, subject_id, since) SELECT $1, id, $3 FROM unnest($2::uuid[]) AS id
       ORDER BY id ON CONFLICT DO NOTHING`,
      [userId, [...new Set(subjectIds)], at],
    );
  }

  async unfavour(tx: Tx, userId: string, subjectIds: readonly string[]): Promise<void> {
    await tx.execute(`DELETE FROM wayline_favourite WHERE user_id = $1 AND subject_id = ANY ($2::uuid[])`, [
      userId,
      subjectIds,
    ]);
  }
}

function scopeValues({ unitIds, caseIds, userId }: LibraryScope): unknown[] {
  return [unitIds, caseIds, userId, LIVE_FLIGHT_STATES];
}

/** A drawing that is none of DJI's is asked for with null. */
function filterValues(filter: Omit<LibraryFilter, 'order'>): unknown[] {
  const templates = filter.templateTypes?.filter((type) => type !== null) ?? null;
  return [
    filter.favoured ?? null,
    templates,
    filter.templateTypes?.includes(null) ?? false,
    ['waypoint', 'mapping2d', 'mapping3d', 'mappingStrip'],
    filter.reshoots ?? null,
    filter.drones ?? null,
    filter.payloads ?? null,
    filter.limit,
    filter.offset,
  ];
}

function toItem(row: ItemRow): LibraryItem {
  const { mission, total: _total, ...item } = row;
  return { ...item, ...mission };
}
