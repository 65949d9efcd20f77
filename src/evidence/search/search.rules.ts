import { type Areal, type BoundingBox, boundingBox, edgeColumns } from '../../geo/index.js';
import type { AccessScope } from '../../identity/index.js';
import type { Verdict } from '../corroboration/corroboration.types.js';
import type { EvidenceFlag, EvidenceKind, EvidenceState } from '../evidence.codes.js';
import type { LayerRelation } from '../layers/layer.codes.js';
import { standing } from '../layers/layer.repository.js';

/** By which time items are chosen, put in order and counted. */
export const SEARCH_TIMES = ['captured', 'received'] as const;
export type SearchTime = (typeof SEARCH_TIMES)[number];

/** What items must fulfil, all of it; absent: no matter. */
export interface SearchFilter {
  readonly id?: string | undefined;
  readonly caseId?: string | undefined;
  readonly deviceId?: string | undefined;
  /** Brought it in, or collected it. */
  readonly personId?: string | undefined;
  readonly kind?: EvidenceKind | undefined;
  readonly state?: EvidenceState | undefined;
  /** All of them. */
  readonly flags?: readonly EvidenceFlag[] | undefined;
  /** In one of them; several where one would cross the antimeridian. */
  readonly boxes?: readonly BoundingBox[] | undefined;
  readonly area?: Areal | undefined;
  /** In one of them at least, however they lie over each other. */
  readonly areas?: readonly Areal[] | undefined;
  /** Code of a layer; judged by the version in force. */
  readonly layer?: string | undefined;
  readonly relation?: LayerRelation | undefined;
  readonly text?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly time: SearchTime;
  /** Half-open. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** Takes a value of the statement, and gives the name it has there. */
export type Placing = (value: unknown) => string;

/** What a run must have found so that a reader may be shown the verdict: of a run some see only a part. */
const STORED_FOR: Readonly<Record<Verdict, readonly Verdict[]>> = {
  inconsistent: ['inconsistent'],
  consistent: ['consistent', 'inconsistent'],
  unknown: ['consistent', 'inconsistent', 'unknown'],
};

/** An item is seen through its own unit and through every case it is attached to. */
export function seenBy(units: string, cases: string): string {
  return `(i.unit_id = ANY(${units}) OR EXISTS (SELECT 1 FROM case_evidence c
    WHERE c.item_id = i.id AND (c.unit_id = ANY(${units}) OR c.case_id = ANY(${cases}))))`;
}

/** The conditions on `evidence_item i` under which one reader finds an item. */
export function conditionsOf(scope: AccessScope, filter: SearchFilter, value: Placing): string[] {
  const units = value(scope.unitIds);
  const cases = value(scope.caseIds);
  return [seenBy(units, cases), ...ofRecords(filter, { units, cases }, value), ...ofGround(filter, value)];
}

function ofRecords(filter: SearchFilter, { units, cases }: { units: string; cases: string }, value: Placing): string[] {
  const { id, caseId, deviceId, personId, kind, state, flags = [], text, verdict, time, from, to } = filter;
  const moment = time === 'captured' ? 'i.captured_at' : 'i.received_at';
  return given([
    id && `i.id = ${value(id)}`,
    caseId &&
      `EXISTS (SELECT 1 FROM case_evidence c WHERE c.item_id = i.id AND c.case_id = ${value(caseId)}
        AND (c.unit_id = ANY(${units}) OR c.case_id = ANY(${cases})))`,
    deviceId && `i.device_id = ${value(deviceId)}`,
    personId &&
      `(i.uploaded_by = ${value(personId)} OR i.collectors @> ${value(JSON.stringify([{ userId: personId }]))}::jsonb)`,
    kind && `i.kind = ${value(kind)}`,
    state && `i.state = ${value(state)}`,
    flags.length > 0 && `i.flags @> ${value(flags)}::text[]`,
    text && holdingText(value(text)),
    verdict && havingVerdict(verdict, value),
    from && `${moment} >= ${value(from)}`,
    to && `${moment} < ${value(to)}`,
  ]);
}

/** For some reader; of a run from before the withheld verdict was kept, what it may have been. */
function havingVerdict(verdict: Verdict, value: Placing): string {
  const sought = value(verdict);
  return `i.id IN (SELECT found.item_id FROM evidence_verdict found WHERE found.verdict = ${sought}
    OR found.withheld_verdict = ${sought}
    OR (found.withheld_verdict IS NULL AND found.verdict = ANY(${value(STORED_FOR[verdict])})))`;
}

/** The index gives what holds the same pairs of characters; the second condition what holds the text. */
function holdingText(text: string): string {
  const words = 'evidence_words(i.title, i.file_name, i.place)';
  return `(text_pairs(${words}) @@ text_pairs_query(lower(${text}::text)) AND position(lower(${text}::text) IN ${words}) > 0)`;
}

function ofGround({ boxes, area, areas, layer, relation = 'inside' }: SearchFilter, value: Placing): string[] {
  return given([
    boxes && `i.lon IS NOT NULL AND (${boxes.map((box) => within(box, value)).join(' OR ')})`,
    area && `i.lon IS NOT NULL AND ${within(boundingBox(area), value)} AND ${insideOf(area, value)}`,
    areas && `i.lon IS NOT NULL AND (${inAnyOf(areas, value)})`,
    layer &&
      `EXISTS (SELECT 1 FROM evidence_layer_tag t JOIN evidence_layer l ON l.id = t.layer_id
        WHERE t.item_id = i.id AND l.code = ${value(layer)} AND l.superseded_at IS NULL AND t.relation = ${value(relation)} AND ${standing('t')})`,
  ]);
}

function inAnyOf(areas: readonly Areal[], value: Placing): string {
  const each = areas.map((area) => `(${within(boundingBox(area), value)} AND ${insideOf(area, value)})`);
  return each.length > 0 ? each.join(' OR ') : 'false';
}

/** Two opposite corners, as PostgreSQL reads a box. */
function within({ minLon, minLat, maxLon, maxLat }: BoundingBox, value: Placing): string {
  return `point(i.lon, i.lat) <@ ${value(`(${maxLon},${maxLat}),(${minLon},${minLat})`)}::box`;
}

/**
 * The even-odd rule along the line going east, with the same arithmetic as `PreparedShape`. PostgreSQL's own polygons
 * compare with an allowance of a millionth of a degree, a tenth of a metre on the ground.
 */
function insideOf(area: Areal, value: Placing): string {
  const { startLon, southLat, endLon, northLat } = edgeColumns(area);
  const columns = [startLon, southLat, endLon, northLat].map((column) => `${value(column)}::double precision[]`);
  return `(SELECT count(*) % 2 = 1 FROM unnest(${columns.join(', ')}) AS edge (start_lon, south, end_lon, north)
    WHERE i.lat >= south AND i.lat < north
      AND i.lon < start_lon + ((i.lat - south) / (north - south)) * (end_lon - start_lon))`;
}

function given(conditions: readonly (string | false | undefined)[]): string[] {
  return conditions.filter((condition): condition is string => typeof condition === 'string' && condition !== '');
}
