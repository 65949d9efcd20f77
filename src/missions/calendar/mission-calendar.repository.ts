import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import { type Period, periodLiteral, type Tx } from '../../platform/index.js';
import type { FlightState } from '../flights/flight.rules.js';
import { GONE_FLIGHT_STATES } from './flight-calendar.rules.js';

export const FLIGHT_SUBJECTS = ['person', 'device', 'unit'] as const;
export type FlightSubject = (typeof FLIGHT_SUBJECTS)[number];

export interface FlightRow {
  readonly id: string;
  readonly state: FlightState;
  /** Rises with every step. */
  readonly sequence: number;
  /** A tstzrange as text. */
  readonly during: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly deviceId: string;
  readonly pilotId: string | null;
  readonly changedAt: Date;
  readonly lowerMetres: number | null;
  readonly upperMetres: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
}

export const ITEM_KINDS = ['flight', 'rapid_test', 'assistance_request', 'assignment'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** One line of the calendar; a moment where it ends as it begins. */
export interface ItemRow {
  readonly id: string;
  readonly kind: ItemKind;
  /** What to open: the flight, the run or the request. */
  readonly subjectId: string;
  readonly from: Date;
  readonly to: Date;
  readonly state: string;
  readonly title: string;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly deviceId: string | null;
  readonly userId: string | null;
}

export interface ItemFilter {
  readonly window: Period;
  readonly flights: AccessScope;
  readonly tests: AccessScope;
  readonly requests: AccessScope;
  readonly unitId: string | null;
  readonly userId: string | null;
  readonly kinds: readonly ItemKind[];
  /** The last line before the page. */
  readonly after?: { readonly from: string; readonly id: string } | undefined;
  readonly limit: number;
}

const MOST_ENTRIES = 2_000;

const OF_SUBJECT: Readonly<Record<FlightSubject, string>> = {
  person: 'f.pilot_id = $1',
  device: 'f.device_id = $1',
  unit: 'f.unit_id = $1',
};

/** A draft is told to nobody; nor is one that was given up before it was ever checked. */
const TOLD = `f.state <> 'draft' AND (f.state <> 'cancelled' OR EXISTS (
  SELECT 1 FROM flight_decision d WHERE d.flight_id = f.id AND d.from_state <> 'draft'))`;

/** $1 window, $2 unit, $3 person; $4 and $5, $6 and $7, $8 and $9 units and cases of flights, tests and requests, $10 the reader. */
const ITEMS = `
  SELECT f.id, 'flight' AS kind, f.id AS subject_id, lower(f.during) AS from_at, upper(f.during) AS to_at, f.state,
    f.purpose AS title, f.unit_id, f.case_id, f.device_id, f.pilot_id AS user_id
  FROM flight f
  WHERE ${TOLD} AND f.during && $1::tstzrange AND (f.unit_id = ANY ($4) OR f.case_id = ANY ($5))
    AND ($2::uuid IS NULL OR f.unit_id = $2) AND ($3::uuid IS NULL OR f.pilot_id = $3)
  UNION ALL
  SELECT t.id, 'rapid_test', t.id, t.at, t.at, t.verdict, t.item, t.unit_id, t.case_id, t.device_id, t.operator_id
  FROM rapid_test t
  WHERE t.at >= lower($1::tstzrange) AND t.at < upper($1::tstzrange) AND (t.unit_id = ANY ($6) OR t.case_id = ANY ($7))
    AND ($2::uuid IS NULL OR t.unit_id = $2) AND ($3::uuid IS NULL OR t.operator_id = $3)
  UNION ALL
  SELECT r.id, 'assistance_request', r.id, r.due_at, r.due_at, r.state, r.purpose,
    coalesce(r.taken_unit_id, r.addressed_unit_id, r.asking_unit_id), r.case_id, NULL, r.asked_by
  FROM assistance_request r
  WHERE r.due_at >= lower($1::tstzrange) AND r.due_at < upper($1::tstzrange) AND (r.asking_unit_id = ANY ($8) OR r.taken_unit_id = ANY ($8)
      OR r.addressed_unit_id = ANY ($8) OR r.case_id = ANY ($9) OR r.asked_by = $10 OR EXISTS (
        SELECT 1 FROM assistance_assignment a JOIN assistance_assignee p ON p.assignment_id = a.id
        WHERE a.request_id = r.id AND a.released_at IS NULL AND p.user_id = $10))
    AND ($2::uuid IS NULL OR $2 IN (r.asking_unit_id, r.addressed_unit_id, r.taken_unit_id))
    AND ($3::uuid IS NULL OR r.asked_by = $3)
  UNION ALL
  SELECT a.id, 'assignment', r.id, lower(a.during), upper(a.during), r.state, r.purpose, r.taken_unit_id, r.case_id,
    NULL, $3
  FROM assistance_assignment a JOIN assistance_request r ON r.id = a.request_id
  WHERE a.released_at IS NULL AND a.during && $1::tstzrange AND r.state NOT IN ('withdrawn', 'not_done')
    AND (r.asking_unit_id = ANY ($8) OR r.taken_unit_id = ANY ($8) OR r.case_id = ANY ($9) OR r.asked_by = $10
      OR EXISTS (SELECT 1 FROM assistance_assignee p WHERE p.assignment_id = a.id AND p.user_id = $10))
    AND ($2::uuid IS NULL OR r.taken_unit_id = $2)
    AND ($3::uuid IS NULL OR EXISTS (
      SELECT 1 FROM assistance_assignee p WHERE p.assignment_id = a.id AND p.user_id = $3))`;

/** The only SQL of calendars over flights, tests and requests together. */
@Injectable()
export class MissionCalendarRepository {
  /** Flights in the window; of those that will not take place only what changed since `goneSince`, so that readers hear of it. */
  async flights(
    tx: Tx,
    subject: FlightSubject,
    subjectId: string,
    window: Period,
    goneSince: Date,
  ): Promise<FlightRow[]> {
    return tx.query<FlightRow>(
      `SELECT f.id, f.state, (SELECT count(*)::int FROM flight_decision d WHERE d.flight_id = f.id) AS sequence,
         f.during::text AS during, f.unit_id AS "unitId", f.case_id AS "caseId", f.device_id AS "deviceId",
         f.pilot_id AS "pilotId", f.updated_at AS "changedAt",
         min(lower(v.band))::float8 AS "lowerMetres", max(upper(v.band))::float8 AS "upperMetres",
         coalesce((f.take_off)[0], avg((center(v.bbox))[0])) AS lon,
         coalesce((f.take_off)[1], avg((center(v.bbox))[1])) AS lat
       FROM flight f LEFT JOIN flight_volume v ON v.flight_id = f.id
       WHERE ${OF_SUBJECT[subject]} AND f.during && $2::tstzrange AND ${TOLD}
         AND (f.state <> ALL ($4) OR f.updated_at >= $3)
       GROUP BY f.id ORDER BY f.id LIMIT ${MOST_ENTRIES}`,
      [subjectId, periodLiteral(window), goneSince, GONE_FLIGHT_STATES],
    );
  }

  /** Soonest first. */
  async items(tx: Tx, filter: ItemFilter): Promise<ItemRow[]> {
    const { window, unitId, userId, flights, tests, requests, kinds, after, limit } = filter;
    return tx.query<ItemRow>(
      `SELECT id, kind, subject_id AS "subjectId", from_at AS "from", to_at AS "to", state, title, unit_id AS "unitId",
         case_id AS "caseId", device_id AS "deviceId", user_id AS "userId"
       FROM (${ITEMS}) AS item
       WHERE kind = ANY ($11) AND ($12::timestamptz IS NULL OR (date_trunc('milliseconds', from_at), id) > ($12, $13::uuid))
       ORDER BY date_trunc('milliseconds', from_at), id LIMIT $14`,
      [
        periodLiteral(window),
        unitId,
        userId,
        flights.unitIds,
        flights.caseIds,
        tests.unitIds,
        tests.caseIds,
        requests.unitIds,
        requests.caseIds,
        requests.userId,
        kinds,
        after?.from ?? null,
        after?.id ?? null,
        limit,
      ],
    );
  }
}
