import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Areal } from '../../geo/index.js';
import type { Tx } from '../../platform/index.js';
import type { EvidenceKind } from '../evidence.codes.js';
import type { FootprintOutcome } from '../footprint/footprint.types.js';
import { ITEM_ROW, type ItemRow } from '../items/evidence.repository.js';
import type { BucketWidth } from './bucket.rules.js';
import { conditionsOf, type SearchFilter, type SearchTime } from './search.rules.js';

/** Where the page before ended: the moment of its last item as the database writes it, and the item. */
export interface SearchPlace {
  readonly at: string;
  readonly id: string;
}

export interface SearchPage {
  /** By which moment they stand in order. */
  readonly order: SearchTime;
  readonly after?: SearchPlace | undefined;
  readonly limit: number;
}

/** An item with its place in the order of the page. */
export interface FoundRow {
  readonly at: string;
  readonly row: ItemRow;
}

export interface TimeSpan {
  readonly first: Date | null;
  readonly last: Date | null;
  readonly withTime: number;
  readonly total: number;
}

export interface Bucket {
  readonly from: Date;
  readonly to: Date;
  readonly count: number;
}

export interface Cluster {
  readonly lon: number;
  readonly lat: number;
  readonly count: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Where the cluster is a single item. */
  readonly itemId: string | null;
}

/** How many items of a kind people of a unit have brought in; null: no person did. */
export interface Tally {
  readonly unitId: string | null;
  readonly kind: EvidenceKind;
  readonly count: number;
}

const ZONE = 'Asia/Shanghai';
/** An item without a time of capture comes after all others. */
const CAPTURE = `coalesce(i.captured_at, '-infinity'::timestamptz)`;

/** The ground one item shows, as far as it is claimed. */
export interface FootprintRow {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly title: string | null;
  readonly fileName: string;
  readonly capturedAt: Date | null;
  readonly outcome: FootprintOutcome;
  readonly geometry: Areal;
  readonly computedAt: Date;
}

export interface FootprintsAsked extends Pick<SearchFilter, 'id' | 'caseId' | 'boxes' | 'from' | 'to'> {
  readonly before?: string | undefined;
}

const ON_GROUND = `evidence_footprint f JOIN evidence_item i ON i.id = f.item_id
  WHERE f.superseded_at IS NULL AND f.geometry IS NOT NULL AND i.state <> 'removed'`;

/** The only SQL of the search. */
@Injectable()
export class SearchRepository {
  /** Latest first by the moment, then by id. */
  async page(tx: Tx, scope: AccessScope, filter: SearchFilter, page: SearchPage): Promise<FoundRow[]> {
    const { text, values } = pageStatement(scope, filter, page);
    const rows = await tx.query<ItemRow & { readonly at: string }>(text, values);
    return rows.map(({ at, ...row }) => ({ at, row }));
  }

  async count(tx: Tx, scope: AccessScope, filter: SearchFilter): Promise<number> {
    const { values, where } = gathered(scope, filter);
    const found = await tx.queryOne<{ n: number }>(
      `SELECT count(*)::integer AS n FROM evidence_item i WHERE ${where}`,
      values,
    );
    return found?.n ?? 0;
  }

  /** By the item, latest first. */
  async footprints(
    tx: Tx,
    scope: AccessScope,
    { before, limit, ...asked }: FootprintsAsked & { readonly limit: number },
  ): Promise<FootprintRow[]> {
    const { values, value, where } = footprintsSought(scope, asked);
    const follows = before === undefined ? '' : `AND i.id < ${value(before)}`;
    return tx.query<FootprintRow>(
      `SELECT i.id, i.kind, i.title, i.file_name AS "fileName", i.captured_at AS "capturedAt", f.outcome, f.geometry,
         f.computed_at AS "computedAt"
       FROM ${ON_GROUND} AND ${where} ${follows} ORDER BY i.id DESC LIMIT ${value(limit)}`,
      values,
    );
  }

  async countFootprints(tx: Tx, scope: AccessScope, asked: Omit<FootprintsAsked, 'before'>): Promise<number> {
    const { values, where } = footprintsSought(scope, asked);
    const found = await tx.queryOne<{ n: number }>(
      `SELECT count(*)::integer AS n FROM ${ON_GROUND} AND ${where}`,
      values,
    );
    return found?.n ?? 0;
  }

  /** By the unit of whoever brought them in, and by kind. */
  async tally(tx: Tx, scope: AccessScope, filter: SearchFilter): Promise<Tally[]> {
    const { values, where } = gathered(scope, filter);
    return tx.query<Tally>(
      `SELECT i.uploader ->> 'unitId' AS "unitId", i.kind, count(*)::integer AS count FROM evidence_item i WHERE ${where}
       GROUP BY 1, 2 ORDER BY 1, 2`,
      values,
    );
  }

  async span(tx: Tx, scope: AccessScope, filter: SearchFilter): Promise<TimeSpan> {
    const { values, where } = gathered(scope, filter);
    const moment = columnOf(filter.time);
    const found = await tx.queryOne<TimeSpan>(
      `SELECT min(${moment}) AS first, max(${moment}) AS last, count(${moment})::integer AS "withTime",
         count(*)::integer AS total
       FROM evidence_item i WHERE ${where}`,
      values,
    );
    return found ?? { first: null, last: null, withTime: 0, total: 0 };
  }

  /** Buckets of the calendar in China that hold something, in their order. */
  async buckets(tx: Tx, scope: AccessScope, filter: SearchFilter, width: BucketWidth): Promise<Bucket[]> {
    const { values, value, where } = gathered(scope, filter);
    const [unit, step] = [value(width), value(`1 ${width}`)];
    return tx.query<Bucket>(
      `SELECT start AT TIME ZONE '${ZONE}' AS "from", (start + ${step}::interval) AT TIME ZONE '${ZONE}' AS "to",
         count(*)::integer AS count
       FROM (SELECT date_trunc(${unit}, ${columnOf(filter.time)} AT TIME ZONE '${ZONE}') AS start
             FROM evidence_item i WHERE ${where}) AS found
       WHERE start IS NOT NULL GROUP BY start ORDER BY start`,
      values,
    );
  }

  /** Items by cells of so many degrees; the place of a cluster is the mean of its items. */
  async clusters(tx: Tx, scope: AccessScope, filter: SearchFilter, cellDegrees: number): Promise<Cluster[]> {
    const { values, value, where } = gathered(scope, filter);
    const cell = `${value(cellDegrees)}::double precision`;
    return tx.query<Cluster>(
      `SELECT avg(i.lon) AS lon, avg(i.lat) AS lat, count(*)::integer AS count, min(i.lon) AS west,
         min(i.lat) AS south, max(i.lon) AS east, max(i.lat) AS north,
         CASE WHEN count(*) = 1 THEN min(i.id::text) END AS "itemId"
       FROM evidence_item i WHERE i.lon IS NOT NULL AND ${where}
       GROUP BY floor(i.lon / ${cell}), floor(i.lat / ${cell}) ORDER BY count DESC, lon, lat`,
      values,
    );
  }
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statement of one page. */
export function pageStatement(
  scope: AccessScope,
  filter: SearchFilter,
  { order: by, after, limit }: SearchPage,
): Statement {
  const { values, value, where } = gathered(scope, filter);
  const moment = by === 'captured' ? CAPTURE : undefined;
  const follows = after && beyond(after, moment, value);
  const order = moment === undefined ? 'i.id DESC' : `${moment} DESC, i.id DESC`;
  const text = `SELECT ${moment ?? 'i.received_at'}::text AS at,${ITEM_ROW}
     WHERE ${[where, ...(follows ? [follows] : [])].join(' AND ')} ORDER BY ${order} LIMIT ${value(limit)}`;
  return { text, values };
}

/** Ids are made at the receipt, so that their order is that of the receipts. */
function beyond({ at, id }: SearchPlace, moment: string | undefined, value: (one: unknown) => string): string {
  if (moment === undefined) return `i.id < ${value(id)}`;
  return `(${moment}, i.id) < (${value(at)}::timestamptz, ${value(id)}::uuid)`;
}

function gathered(scope: AccessScope, filter: SearchFilter) {
  const values: unknown[] = [];
  const value = (one: unknown): string => `$${values.push(one)}`;
  return { values, value, where: conditionsOf(scope, filter, value).join(' AND ') };
}

function footprintsSought(scope: AccessScope, { boxes, ...asked }: Omit<FootprintsAsked, 'before'>) {
  const { values, value, where } = gathered(scope, { ...asked, time: 'captured' });
  if (!boxes) return { values, value, where };
  const literals = boxes.map(({ minLon, minLat, maxLon, maxLat }) => `(${maxLon},${maxLat}),(${minLon},${minLat})`);
  return { values, value, where: `${where} AND f.bounds && ANY (${value(literals)}::text[]::box[])` };
}

function columnOf(time: SearchTime): string {
  return time === 'captured' ? 'i.captured_at' : 'i.received_at';
}
