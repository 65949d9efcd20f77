import { Injectable } from '@nestjs/common';
import type { Polygon } from 'geojson';
import { In } from 'typeorm';
import type { BoundingBox, Occupation } from '../../geo/index.js';
import { boundingBox } from '../../geo/index.js';
import { databaseFault, type Period, period, periodLiteral, together, type Tx } from '../../platform/index.js';
import type { TaskNature } from '../air-rules/flight-facts.js';
import type { FlightCandidate } from '../airspace/deconfliction/deconfliction.rules.js';
import { asBand, bandLiteral, boxLiteral } from '../airspace/space.columns.js';
import { MissionErrors } from '../missions.errors.js';
import type { FlightChange } from './flying/flight-mover.service.js';
import { Flight, FlightDecision, FlightVolume } from './flight.entity.js';
import { type FlightState, LIVE_FLIGHT_STATES } from './flight.rules.js';
import type { PlannedFlight } from './planned-flight.js';
import type { FlightScope } from './flight.sight.js';
import { INCIDENT_OVERDUE } from './flying/incident.rules.js';

/** First key of the advisory locks on airspace cells; the second is the cell's. */
const AIRSPACE_LOCKS = 0x666c79;
const LONGEST_LOCK_WAIT_MS = 4_000;
const RETRY_AFTER_SECONDS = 2;
/** lock_not_available [PostgreSQL, appendix A] */
const LOCK_NOT_AVAILABLE = '55P03';

/** As `FlightSight` has it. */
const IS_DRAFT = "(f.state = 'draft' OR (f.state = 'cancelled' AND f.assessment IS NULL))";
const MY_DRAFT = 'f.unitId = ANY (:draftUnitIds)';
const MY_FLIGHT = '(f.unitId = ANY (:unitIds) OR f.caseId = ANY (:caseIds))';
/** The first half says nothing that the second does not; no index serves a CASE. */
const IN_SIGHT = `(${MY_DRAFT} OR ${MY_FLIGHT}) AND CASE WHEN ${IS_DRAFT} THEN ${MY_DRAFT} ELSE ${MY_FLIGHT} END`;

export interface FlightsSought {
  readonly scope: FlightScope;
  readonly id?: string | undefined;
  /** Those with a volume in one of them. */
  readonly boxes?: readonly BoundingBox[] | undefined;
  readonly bbox?: BoundingBox | undefined;
  readonly state?: FlightState | undefined;
  readonly caseId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly followUpBy?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface FlightFilter extends FlightsSought {
  readonly before?: string | undefined;
  readonly limit: number;
}

export type IncidentChange = Partial<
  Pick<
    Flight,
    | 'incidentStage'
    | 'incidentReportedAt'
    | 'incidentReportedTo'
    | 'incidentReference'
    | 'incidentReportedBy'
    | 'updatedAt'
  >
>;

interface CandidateRow {
  readonly flightId: string;
  readonly nature: TaskNature;
  readonly during: string;
  readonly geometry: Polygon;
  readonly band: string;
}

/** The only SQL on flights, their volumes and decisions. */
@Injectable()
export class FlightRepository {
  /**
   * Waits for, and holds until the end of the transaction, the locks of these cells in the order given.
   * @throws AIRSPACE_BUSY when another process keeps them for too long: a connection is held meanwhile
   */
  async lockAirspace(tx: Tx, keys: readonly number[]): Promise<void> {
    try {
      await tx.prepared(
        'missions.lockAirspace',
        `SELECT pg_advisory_xact_lock($1, key)
         FROM (SELECT set_config('lock_timeout', $3, true) AS patience) wait, unnest($2::int[]) AS key
         WHERE wait.patience IS NOT NULL`,
        [AIRSPACE_LOCKS, keys, `${LONGEST_LOCK_WAIT_MS}ms`],
      );
    } catch (error) {
      if (databaseFault(error)?.sqlState !== LOCK_NOT_AVAILABLE) throw error;
      throw MissionErrors.AIRSPACE_BUSY({ retryAfterSeconds: RETRY_AFTER_SECONDS }, error);
    }
  }

  /** Volumes of live flights whose boxes, heights and periods meet the plan's; the exact test is for the rules. */
  async candidates(tx: Tx, plan: Occupation): Promise<FlightCandidate[]> {
    const rows = await tx.prepared<CandidateRow>(
      'missions.flightsNear',
      `SELECT DISTINCT ON (v.id) v.flight_id AS "flightId", f.nature, v.during, v.geometry, v.band
       FROM unnest($1::text[], $2::text[]) AS plan (bbox, band)
       JOIN flight_volume v ON v.bbox && plan.bbox::box AND v.band && plan.band::numrange AND v.during && $3::tstzrange
       JOIN flight f ON f.id = v.flight_id AND f.state = ANY ($4)
       ORDER BY v.id`,
      [
        plan.volumes.map(({ geometry }) => boxLiteral(boundingBox(geometry))),
        plan.volumes.map((volume) => bandLiteral(volume)),
        periodLiteral(plan.during),
        LIVE_FLIGHT_STATES,
      ],
    );
    return [...byFlight(rows).values()].map(toCandidate);
  }

  /** Live flights with a volume whose box, height and period meet that of one of these zones, and which zones those are. */
  async liveIn(
    tx: Tx,
    zoneIds: readonly string[],
  ): Promise<(FlightCandidate & { readonly zoneIds: readonly string[] })[]> {
    const met = await tx.query<{ flightId: string; zoneIds: string[] }>(
      `SELECT v.flight_id AS "flightId", array_agg(DISTINCT z.id) AS "zoneIds"
       FROM airspace_zone z
       JOIN flight_volume v ON v.bbox && z.bbox AND v.band && z.band AND v.during && z.during
       JOIN flight f ON f.id = v.flight_id AND f.state = ANY ($2)
       WHERE z.id = ANY ($1) GROUP BY v.flight_id ORDER BY v.flight_id`,
      [zoneIds, LIVE_FLIGHT_STATES],
    );
    const zonesOf = new Map(met.map(({ flightId, zoneIds }) => [flightId, zoneIds]));
    const rows = await tx.query<CandidateRow>(
      `SELECT v.flight_id AS "flightId", f.nature, v.during, v.geometry, v.band
       FROM flight_volume v JOIN flight f ON f.id = v.flight_id WHERE v.flight_id = ANY ($1) ORDER BY v.id`,
      [[...zonesOf.keys()]],
    );
    return [...byFlight(rows)].map(([id, group]) => ({ ...toCandidate(group), zoneIds: zonesOf.get(id) ?? [] }));
  }

  /** These flights, their rows held in the order of their ids until the end of the transaction. */
  async lockAll(tx: Tx, ids: readonly string[]): Promise<Flight[]> {
    if (ids.length === 0) return [];
    await tx.query(`SELECT id FROM flight WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`, [ids]);
    return tx.repository(Flight).findBy({ id: In([...ids]) });
  }

  async insert(tx: Tx, { flight, volumes }: PlannedFlight, decisions: readonly FlightDecision[]): Promise<void> {
    await together([
      tx.insert(Flight, [flight]),
      tx.insert(FlightVolume, volumes),
      this.recordDecisions(tx, decisions),
    ]);
  }

  async find(tx: Tx, id: string): Promise<PlannedFlight | undefined> {
    const flight = await tx.repository(Flight).findOneBy({ id });
    return flight === null ? undefined : (await this.withVolumes(tx, [flight]))[0];
  }

  /** The flight, its row held until the end of the transaction. */
  async lock(tx: Tx, id: string): Promise<PlannedFlight | undefined> {
    const held = await tx.queryOne<{ id: string }>(`SELECT id FROM flight WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return held && this.find(tx, id);
  }

  /** Another plan in place of the one that the flight had; its row is held. */
  async rewrite(tx: Tx, { flight, volumes }: PlannedFlight, decisions: readonly FlightDecision[]): Promise<void> {
    const { id, ...columns } = flight;
    await tx.repository(Flight).update(id, columns);
    await tx.repository(FlightVolume).delete({ flightId: id });
    if (volumes.length > 0) await tx.repository(FlightVolume).insert([...volumes]);
    await this.recordDecisions(tx, decisions);
  }

  async changeState(tx: Tx, decision: FlightDecision, change: FlightChange): Promise<void> {
    const version = (): string => 'version + 1';
    const row = { ...change, state: decision.toState, updatedAt: decision.at, heldUntil: null, version };
    await tx.repository(Flight).update(decision.flightId, row);
    await this.recordDecisions(tx, [decision]);
  }

  async decisions(tx: Tx, flightId: string): Promise<FlightDecision[]> {
    return tx.repository(FlightDecision).find({ where: { flightId }, order: { id: 'ASC' } });
  }

  async ofDevice(tx: Tx, deviceId: string, during: Period): Promise<PlannedFlight[]> {
    const flights = await tx
      .repository(Flight)
      .createQueryBuilder('f')
      .where('f.deviceId = :deviceId AND f.during && :during::tstzrange', { deviceId, during: periodLiteral(during) })
      .orderBy('lower(f.during)')
      .addOrderBy('f.id')
      .getMany();
    return this.withVolumes(tx, flights);
  }

  async list(tx: Tx, filter: FlightFilter): Promise<PlannedFlight[]> {
    const { before, limit } = filter;
    const query = sought(tx, filter).orderBy('f.id', 'DESC').limit(limit);
    if (before) query.andWhere('f.id < :before', { before });
    return this.withVolumes(tx, await query.getMany());
  }

  async count(tx: Tx, filter: FlightsSought): Promise<number> {
    return sought(tx, filter).getCount();
  }

  /** Checked plans whose hold on the airspace has run out. */
  async heldTooLong(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM flight WHERE held_until <= $1 ORDER BY held_until`, [
      now,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Flights whose incident is not known to be reported, and that landed before this. */
  async incidentsOpen(tx: Tx, landedBefore: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM flight WHERE incident IS NOT NULL AND incident_reported_at IS NULL
         AND incident_stage < ${INCIDENT_OVERDUE} AND landed_at <= $1 ORDER BY landed_at`,
      [landedBefore],
    );
    return rows.map(({ id }) => id);
  }

  /** What is noted on a flight without a step of its own; its row is held. */
  async note(tx: Tx, id: string, change: IncidentChange): Promise<void> {
    await tx.repository(Flight).update(id, { ...change, version: () => 'version + 1' });
  }

  private async recordDecisions(tx: Tx, decisions: readonly FlightDecision[]): Promise<void> {
    await tx.insert(FlightDecision, decisions);
  }

  private async withVolumes(tx: Tx, flights: readonly Flight[]): Promise<PlannedFlight[]> {
    const volumes = await tx
      .repository(FlightVolume)
      .find({ where: { flightId: In(flights.map(({ id }) => id)) }, order: { ordinal: 'ASC' } });
    const grouped = byFlight(volumes);
    return flights.map((flight) => ({ flight, volumes: grouped.get(flight.id) ?? [] }));
  }
}

function sought(tx: Tx, filter: FlightsSought) {
  const { scope, id, bbox, boxes = bbox && [bbox], state, caseId, deviceId, followUpBy, from, to } = filter;
  const query = tx.repository(Flight).createQueryBuilder('f').where(IN_SIGHT, scope);
  if (id) query.andWhere('f.id = :id', { id });
  if (state) query.andWhere('f.state = :state', { state });
  if (caseId) query.andWhere('f.caseId = :caseId', { caseId });
  if (deviceId) query.andWhere('f.deviceId = :deviceId', { deviceId });
  if (followUpBy) query.andWhere('f.followUpOn <= :followUpBy', { followUpBy });
  // One range where there is one: of two conditions the planner expects half the table each, and reads all of it.
  if (from && to && from < to) query.andWhere('f.during && tstzrange(:from, :to)', { from, to });
  else {
    if (from) query.andWhere('upper(f.during) > :from', { from });
    if (to) query.andWhere('lower(f.during) < :to', { to });
  }
  if (boxes) {
    const inside = 'SELECT 1 FROM flight_volume v WHERE v.flight_id = f.id AND v.bbox && ANY (:boxes::text[]::box[])';
    query.andWhere(`EXISTS (${inside})`, { boxes: boxes.map(boxLiteral) });
  }
  return query;
}

function byFlight<Row extends { readonly flightId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.flightId);
    if (group) group.push(row);
    else groups.set(row.flightId, [row]);
  }
  return groups;
}

function toCandidate(rows: readonly CandidateRow[]): FlightCandidate {
  const [first] = rows;
  if (first === undefined) throw new Error('a candidate has at least one volume');
  return {
    flightId: first.flightId,
    nature: first.nature,
    during: period(first.during),
    volumes: rows.map(({ geometry, band }) => {
      const { lowerMetres, upperMetres = Infinity } = asBand.from(band);
      return { geometry, lowerMetres, upperMetres };
    }),
  };
}
