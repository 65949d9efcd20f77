import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../../geo/index.js';
import type { Period, Tx } from '../../../platform/index.js';
import type { DeviceCategory, DeviceState } from '../../equipment.codes.js';
import type { DeviceUsage } from './device-usage.entity.js';
import type { AircraftPapers, DeviceRow, DeviceSummary, KindRow, PartRow } from './device-row.js';
import { bookableSql, capableSql, freeSql, inBoxSql, LIVE_LINE, type LoanReach } from './pool.sql.js';
import { containing, SqlValues } from './sql-values.js';

export interface DeviceFilter {
  /** Kinds by id, see `kindIds`. */
  readonly kindIds?: readonly string[];
  readonly unitIds?: readonly string[];
  readonly state?: DeviceState;
  /** Words in asset code or serial; or the ids of units and kinds whose names have them. */
  readonly text?: { readonly words: string; readonly unitIds: readonly string[]; readonly kindIds: readonly string[] };
  readonly capabilities?: readonly string[];
  readonly bbox?: BoundingBox;
  /** Only what could be booked for the period. */
  readonly free?: { readonly during: Period; readonly reach: LoanReach };
  readonly parts: boolean;
  /** Lower-cased asset code of the last device already shown. */
  readonly after?: string;
  readonly limit: number;
}

export interface GatewaySearch {
  readonly named: readonly string[];
  /** Lower-cased asset code of the last one already shown. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface KindFilter {
  readonly code?: string;
  readonly category?: DeviceCategory;
  /** In one of its names, its model or code. */
  readonly words?: string;
}

/** `code`: what was scanned, an asset code, a serial or a claimed barcode, in this order. */
export type DeviceSelector =
  { readonly id: string } | { readonly serial: string } | { readonly assetCode: string } | { readonly code: string };

const COLUMNS = `
  d.id, d.asset_code AS "assetCode", d.serial, d.model, d.dji_model_key AS "djiModelKey", d.state,
  d.loan_scope AS "loanScope", d.unit_id AS "unitId", d.part_of_id AS "partOfId",
  d.home_position[0] AS lon, d.home_position[1] AS lat, d.attributes,
  k.code AS "kindCode", k.category, k.name_zh AS "nameZh", k.name_en AS "nameEn", coalesce(d.link_kind, k.link_kind) AS "linkKind",
  d.drone_class AS "droneClass", d.loan_approval AS "loanApproval", d.version,
  ARRAY(SELECT DISTINCT unnest(k.capabilities || d.capabilities) ORDER BY 1) AS capabilities`;

const SUMMARY = `
  SELECT d.id, d.asset_code AS "assetCode", d.serial, d.unit_id AS "unitId", k.code AS "kindCode", k.category,
    d.drone_class AS "droneClass", coalesce(d.link_kind, k.link_kind) AS "linkKind", d.dji_model_key AS "djiModel",
    d.state, d.part_of_id AS "partOfId"
  FROM device d JOIN device_kind k ON k.id = d.kind_id`;

const SUMMARY_OF = `${SUMMARY} WHERE d.id = $1`;

const NOW_COLUMNS = `
  EXISTS (SELECT 1 FROM booking_line l WHERE l.device_id = coalesce(d.part_of_id, d.id) AND l.blocked @> $1::timestamptz
    AND ${LIVE_LINE}) AS booked,
  held.id AS "custodyId", held.holder_id AS "holderId", held.holder_name AS "holderName",
  held.holder_unit_id AS "holderUnitId", held.checked_out_at AS "checkedOutAt", held.due_at AS "dueAt",
  b.case_id AS "caseId"`;

const NOW_JOINS = `
  LEFT JOIN custody held ON held.device_id = coalesce(d.part_of_id, d.id) AND held.returned_at IS NULL
  LEFT JOIN booking b ON b.id = held.booking_id`;

const KINDS = `
  SELECT k.id, k.code, k.category, k.name_zh AS "nameZh", k.name_en AS "nameEn", k.model, k.link_kind AS "linkKind",
    k.dji_model_keys AS "djiModelKeys", k.attribute_schema AS "attributeSchema", k.is_part AS "isPart",
    k.calibration_required AS "calibrationRequired", k.turnaround_minutes AS "turnaroundMinutes", k.capabilities,
    k.counts_cycles AS "countsCycles", k.performance, k.version,
    (SELECT count(*)::int FROM device d WHERE d.kind_id = k.id) AS "deviceCount"
  FROM device_kind k`;

const PAPERS = `
  SELECT model, drone_class AS "droneClass", reports_identity AS "reportsIdentity", uom_registration AS "uomRegistration",
    insured_until::text AS "insuredUntil"
  FROM device WHERE id = $1`;

/** Reading the pool. */
@Injectable()
export class DeviceRepository {
  async list(tx: Tx, filter: DeviceFilter, now: Date): Promise<DeviceRow[]> {
    const values = new SqlValues();
    values.at(now);
    // The page is cut first: what goes on with a device now is looked up for its rows alone.
    return tx.query<DeviceRow>(
      `SELECT ${COLUMNS}, ${NOW_COLUMNS}
       FROM (${pageSql(filter, values, now)}) page
       JOIN device d ON d.id = page.id JOIN device_kind k ON k.id = d.kind_id ${NOW_JOINS}
       ORDER BY lower(d.asset_code)`,
      values.list,
    );
  }

  async get(tx: Tx, id: string, now: Date): Promise<DeviceRow | undefined> {
    return tx.queryOne<DeviceRow>(
      `SELECT ${COLUMNS}, ${NOW_COLUMNS} FROM device d JOIN device_kind k ON k.id = d.kind_id ${NOW_JOINS}
       WHERE d.id = $2`,
      [now, id],
    );
  }

  async find(tx: Tx, selector: DeviceSelector): Promise<DeviceSummary | undefined> {
    if ('id' in selector) return (await tx.prepared<DeviceSummary>('equipment.device', SUMMARY_OF, [selector.id]))[0];
    const [condition, value] = selected(selector);
    return tx.queryOne<DeviceSummary>(`${SUMMARY} WHERE ${condition}`, [value]);
  }

  async papersOf(tx: Tx, id: string): Promise<AircraftPapers | undefined> {
    const papers = await tx.prepared<AircraftPapers>('equipment.papers', PAPERS, [id]);
    return papers[0];
  }

  /** Those of the ids that are registered, in no order. */
  async findAll(tx: Tx, ids: readonly string[]): Promise<DeviceSummary[]> {
    return tx.query<DeviceSummary>(`${SUMMARY} WHERE d.id = ANY($1)`, [ids]);
  }

  /** The devices with these serials or asset codes, whatever the case of their letters, by the names asked for. */
  async findNamed(tx: Tx, names: readonly string[]): Promise<Map<string, DeviceSummary>> {
    const rows = await tx.query<DeviceSummary & { askedName: string }>(
      `SELECT asked.name AS "askedName", found.* FROM unnest($1::text[]) AS asked (name)
       JOIN device_name n ON n.name = lower(asked.name) JOIN (${SUMMARY}) found ON found.id = n.device_id`,
      [names],
    );
    return new Map(rows.map(({ askedName, ...device }) => [askedName, device]));
  }

  /** Devices that others report through, by their asset code: controllers and docks by their model, and those named. */
  async gateways(tx: Tx, { named, after, limit }: GatewaySearch): Promise<DeviceSummary[]> {
    return tx.query<DeviceSummary>(
      `${SUMMARY}
       WHERE d.state <> 'retired' AND coalesce(d.link_kind, k.link_kind) = 'live' AND d.serial IS NOT NULL
         AND (d.dji_model_key ~ '^[23]-' OR k.code IN ('remote-controller', 'dock') OR d.id = ANY ($1::uuid[]))
         AND ($2::text IS NULL OR lower(d.asset_code) > $2)
       ORDER BY lower(d.asset_code) LIMIT $3`,
      [named, after ?? null, limit],
    );
  }

  async findPartsOf(tx: Tx, id: string): Promise<DeviceSummary[]> {
    return tx.query<DeviceSummary>(`${SUMMARY} WHERE d.part_of_id = $1 ORDER BY d.id`, [id]);
  }

  async partsOf(tx: Tx, id: string): Promise<PartRow[]> {
    return tx.query<PartRow>(
      `SELECT d.id, d.asset_code AS "assetCode", d.serial, d.model, k.code AS "kindCode", d.state,
         d.cycle_count AS "cycleCount", d.health_percent AS "healthPercent"
       FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE d.part_of_id = $1 ORDER BY lower(d.asset_code)`,
      [id],
    );
  }

  async usedSeconds(tx: Tx, id: string): Promise<number> {
    const row = await tx.queryOne<{ seconds: string }>(
      `SELECT coalesce(sum(seconds), 0) AS seconds FROM device_usage WHERE device_id = $1`,
      [id],
    );
    return Number(row?.seconds ?? 0);
  }

  async recordUsage(tx: Tx, usage: DeviceUsage): Promise<void> {
    const { id, deviceId, source, seconds, recordedAt } = usage;
    await tx.execute(
      `INSERT INTO device_usage (id, device_id, source, seconds, recorded_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (device_id, source) DO NOTHING`,
      [id, deviceId, source, seconds, recordedAt],
    );
  }

  /** The payloads that travelled with a device at an instant. */
  async payloadsAt(tx: Tx, id: string, at: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT p.part_id AS id FROM device_part p
       JOIN device d ON d.id = p.part_id JOIN device_kind k ON k.id = d.kind_id AND k.category = 'payload'
       WHERE p.whole_id = $1 AND (p.attached_at IS NULL OR p.attached_at <= $2)
         AND (p.detached_at IS NULL OR p.detached_at > $2)
       ORDER BY 1`,
      [id, at],
    );
    return rows.map((row) => row.id);
  }

  async kinds(tx: Tx, parts: boolean): Promise<KindRow[]> {
    return tx.query<KindRow>(`${KINDS} WHERE k.is_part = $1 ORDER BY k.ordinal, k.code`, [parts]);
  }

  async kind(tx: Tx, code: string): Promise<KindRow | undefined> {
    return tx.queryOne<KindRow>(`${KINDS} WHERE k.code = $1`, [code]);
  }

  /** Asked before the list: with plain ids the planner can walk an index in the order of the page. */
  async kindIds(tx: Tx, { code, category, words }: KindFilter): Promise<string[]> {
    const values = new SqlValues();
    const conditions = ['true'];
    if (code) conditions.push(`code = ${values.at(code)}`);
    if (category) conditions.push(`category = ${values.at(category)}`);
    if (words) {
      const pattern = values.at(containing(words));
      const columns = ['name_zh', 'name_en', 'model', 'code'];
      conditions.push(`(${columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR ')})`);
    }
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM device_kind WHERE ${conditions.join(' AND ')}`,
      values.list,
    );
    return rows.map(({ id }) => id);
  }

  async kindId(tx: Tx, code: string): Promise<string | undefined> {
    const row = await tx.queryOne<{ id: string }>(`SELECT id FROM device_kind WHERE code = $1 AND NOT is_part`, [code]);
    return row?.id;
  }
}

const SCANNED = `SELECT id FROM (
  SELECT 1 AS rank, id FROM device WHERE lower(asset_code) = lower($1)
  UNION ALL SELECT 2, id FROM device WHERE lower(serial) = lower($1)
  UNION ALL SELECT 3, device_id FROM device_barcode WHERE value = $1 AND released_at IS NULL) known
  ORDER BY rank LIMIT 1`;

function selected(selector: Exclude<DeviceSelector, { readonly id: string }>): [condition: string, value: string] {
  if ('code' in selector) return [`d.id = (${SCANNED})`, selector.code];
  if ('serial' in selector) return ['lower(d.serial) = lower($1)', selector.serial];
  return ['lower(d.asset_code) = lower($1)', selector.assetCode];
}

/**
 * Ids of one page. Each index on a group of devices is in the order of the list, so a page of many groups is put
 * together from the first rows of each: a sort of everything that matches would grow with the pool.
 */
function pageSql(filter: DeviceFilter, values: SqlValues, now: Date): string {
  const conditions = conditionsOf(filter, values, now);
  const limit = values.at(filter.limit);
  const branches = branchesOf(filter, values, conditions, limit);
  if (branches.length === 1) return branches.join('');
  return `SELECT id, code FROM (${branches.map((branch) => `(${branch})`).join(' UNION ')}) found ORDER BY code LIMIT ${limit}`;
}

function branchesOf(
  { kindIds, unitIds, text }: DeviceFilter,
  values: SqlValues,
  conditions: readonly string[],
  limit: string,
): string[] {
  const inKinds = (): string[] => (kindIds ? [oneOf('d.kind_id', kindIds, values)] : []);
  const inUnits = (): string[] => (unitIds ? [oneOf('d.unit_id', unitIds, values)] : []);
  if (text) return textBranches(text, values, [...conditions, ...inKinds(), ...inUnits()], limit);
  if (kindIds && kindIds.length > 1)
    return [firstOfEachSql('kind_id', values.at(kindIds), [...conditions, ...inUnits()], limit)];
  if (unitIds && isFew(unitIds) && !kindIds) return [firstOfEachSql('unit_id', values.at(unitIds), conditions, limit)];
  return [firstSql([...conditions, ...inKinds(), ...inUnits()], limit)];
}

/** With so many groups that they are most of the pool, walking the whole list to its first rows is quicker. */
function isFew(ids: readonly string[]): boolean {
  return ids.length > 1 && ids.length <= 40;
}

function textBranches(
  { words, kindIds, unitIds }: NonNullable<DeviceFilter['text']>,
  values: SqlValues,
  conditions: readonly string[],
  limit: string,
): string[] {
  // Codes and serials are ASCII by their CHECK: other words are looked for in names alone.
  const inCodes = /^[ -~]+$/.test(words) ? [codeSql(words, values)] : ['false'];
  return [
    firstSql([...conditions, ...inCodes], limit),
    ...(kindIds.length > 0 ? [firstOfEachSql('kind_id', values.at(kindIds), conditions, limit)] : []),
    ...(unitIds.length > 0 ? [firstOfEachSql('unit_id', values.at(unitIds), conditions, limit)] : []),
  ];
}

function firstSql(conditions: readonly string[], limit: string): string {
  return `SELECT d.id, lower(d.asset_code) AS code FROM device d JOIN device_kind k ON k.id = d.kind_id
    WHERE ${conditions.join(' AND ')} ORDER BY lower(d.asset_code) LIMIT ${limit}`;
}

function firstOfEachSql(
  group: 'kind_id' | 'unit_id',
  ids: string,
  conditions: readonly string[],
  limit: string,
): string {
  return `SELECT first.id, first.code FROM unnest(${ids}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (${firstSql([`d.${group} = wanted.id`, ...conditions], limit)}) first
    ORDER BY first.code LIMIT ${limit}`;
}

/** What holds for every device of the list, apart from its kind, its unit and the words. */
function conditionsOf(filter: DeviceFilter, values: SqlValues, now: Date): string[] {
  const { state, capabilities, bbox, free, after, parts } = filter;
  const conditions = [parts ? 'd.part_of_id IS NOT NULL' : 'd.part_of_id IS NULL'];
  if (state) conditions.push(`d.state = ${values.at(state)}`);
  if (capabilities) conditions.push(capableSql(values, capabilities));
  if (bbox) conditions.push(inBoxSql(values, bbox));
  if (free) conditions.push(bookableSql(values, free.reach, free.during), freeSql(values, free.during, now));
  if (after) conditions.push(`lower(d.asset_code) > ${values.at(after)}`);
  return conditions;
}

/** With one value an equality, which keeps the order of an index that begins with the column. */
function oneOf(column: string, ids: readonly string[], values: SqlValues): string {
  return ids.length === 1 ? `${column} = ${values.at(ids[0])}` : `${column} = ANY(${values.at(ids)})`;
}

function codeSql(words: string, values: SqlValues): string {
  const pattern = values.at(containing(words));
  return `(d.asset_code ILIKE ${pattern} OR d.serial ILIKE ${pattern})`;
}
